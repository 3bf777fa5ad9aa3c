//! SIMs: where a profile is in its life, its code once more, and giving it back (Connect: eSIM lifecycle and cancel
//! order pages).

use jiff::Timestamp;
use reqwest::Method;
use secrecy::SecretString;
use serde::Deserialize;

use super::client::{Call, Client};
use super::fault::{Fault, FaultKind, Resource, Step};
use super::ids::Iccid;
use super::lenient;
use super::orders::Metadata;
use super::products::SimType;

/// A SIM as it stands.
#[derive(Clone, Debug)]
pub struct Sim {
    /// The number asked for.
    pub iccid: Iccid,
    /// Where the profile is.
    pub status: SimStatus,
    /// The profile's matching id.
    pub matching_id: Option<SecretString>,
    /// The chip it is bound to or installed on, when known.
    pub eid: Option<SecretString>,
    /// Whether it is an eSIM.
    pub sim_type: Option<SimType>,
    /// When anything about it last changed, by the service's clock.
    pub last_modified: Option<Timestamp>,
    /// `_lpa` as it came: an install code, documented with `LPA:` on SIMs.
    pub lpa: Option<SecretString>,
    /// `_smdp` as it came. Not in the documented answer for SIMs.
    pub smdp: Option<String>,
}

/// Where a profile is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SimStatus {
    /// Ready to be installed.
    Released,
    /// Downloaded into a chip.
    Downloaded,
    /// Installed in a chip.
    Installed,
    /// Deactivated. For good by the newer page; back to `Released` by itself by the older one.
    Unavailable,
    /// One that is not documented, as the service wrote it; empty when it gave none.
    Other(String),
}

/// What an answer says that is no refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cancellation {
    /// The documented answer: it is given back.
    Done,
    /// An answer of another kind, which says nothing: the SIM does.
    Untold,
}

impl Client {
    /// Reads a SIM.
    ///
    /// # Errors
    /// A [`Fault`]; [`FaultKind::Mismatched`] when the answer is about another SIM.
    pub async fn sim(&self, iccid: &Iccid) -> Result<Sim, Fault> {
        let reply = self
            .read(
                Step::Sim,
                self.service().endpoint(&["sims", iccid.as_str()]),
            )
            .await?;
        let sim: Sim = reply.read::<Wire, _>()?;
        if sim.iccid != *iccid {
            return Err(reply.context.fault(FaultKind::Mismatched(Resource::Sim)));
        }
        Ok(sim)
    }

    /// Gives back a SIM with its plans, at no cost. The service allows it only while the profile is on no device and
    /// no data was used; how it refuses is not documented. Sent once.
    ///
    /// # Errors
    /// A [`Fault`]. Unlike with an order, asking again does no harm.
    pub async fn cancel_sim(&self, iccid: &Iccid) -> Result<Cancellation, Fault> {
        let url = self.service().endpoint(&["sims", iccid.as_str()]);
        let call = Call {
            step: Step::CancelSim,
            method: Method::DELETE,
            url,
            order: None,
            turn: None,
        };
        let reply = self.send(&call).await?;
        Ok(match reply.status() {
            204 => Cancellation::Done,
            _ => Cancellation::Untold,
        })
    }
}

#[derive(Deserialize)]
pub(super) struct Wire {
    #[serde(default, deserialize_with = "lenient::text")]
    iccid: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    status: Option<String>,
    #[serde(default, deserialize_with = "lenient::secret")]
    matching_id: Option<SecretString>,
    #[serde(default, deserialize_with = "lenient::secret")]
    eid: Option<SecretString>,
    #[serde(default, deserialize_with = "lenient::texts")]
    sim_type: Vec<String>,
    #[serde(default, deserialize_with = "lenient::timestamp")]
    last_modified: Option<Timestamp>,
    #[serde(
        default,
        rename = "_metadata",
        deserialize_with = "lenient::object_or_contradiction"
    )]
    metadata: Metadata,
}

impl TryFrom<Wire> for Sim {
    /// The field that must be there, or that contradicts itself.
    type Error = &'static str;

    fn try_from(wire: Wire) -> Result<Self, Self::Error> {
        let iccid = wire
            .iccid
            .and_then(|text| Iccid::new(&text).ok())
            .ok_or("iccid")?;
        if wire.metadata.contradicts_itself() {
            return Err("_metadata");
        }
        let links = wire.metadata.into_links();
        Ok(Self {
            iccid,
            status: SimStatus::read(&wire.status.unwrap_or_default()),
            matching_id: wire.matching_id,
            eid: wire.eid,
            sim_type: wire.sim_type.first().map(|text| SimType::read(text)),
            last_modified: wire.last_modified,
            lpa: links.lpa,
            smdp: links.smdp,
        })
    }
}

impl SimStatus {
    fn read(text: &str) -> Self {
        match lenient::upper_snake_case(text).as_str() {
            "RELEASED" => Self::Released,
            "DOWNLOADED" => Self::Downloaded,
            "INSTALLED" => Self::Installed,
            "UNAVAILABLE" => Self::Unavailable,
            _ => Self::Other(text.to_owned()),
        }
    }
}
