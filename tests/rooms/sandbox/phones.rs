//! What phones are told that scan a code: the documented refusals, and what becomes of the SIM.

use esim_desk_core::sandbox::{Obstacle, PhoneAct, PhoneSays, SimState};

use super::caller::{Caller, text};

/// A SIM that nobody has scanned, and what the service says of it afterwards.
struct Sim {
    caller: Caller,
    iccid: String,
}

impl Sim {
    async fn fresh() -> Self {
        let caller = Caller::fresh().await;
        let iccid = text(&caller.completed().await["output"]["iccid"]);
        Self { caller, iccid }
    }

    fn plays(&self, act: PhoneAct) -> PhoneSays {
        let played = self.caller.control().play_phone(&self.iccid, act);
        played.expect("the SIM is there")
    }

    async fn status(&self) -> String {
        let sim = self.caller.get(&format!("/sims/{}", self.iccid)).await;
        text(&sim.json()["status"])
    }
}

#[tokio::test]
async fn a_customer_scans_installs_and_deletes() {
    let sim = Sim::fresh().await;
    assert_eq!(
        sim.plays(PhoneAct::Scan),
        PhoneSays::Downloaded,
        "it is there"
    );
    assert_eq!(sim.status().await, "Downloaded", "the service knows");
    assert_eq!(
        sim.plays(PhoneAct::Scan),
        PhoneSays::AlreadyThere,
        "the phone has this very eSIM"
    );
    assert_eq!(
        sim.plays(PhoneAct::Install),
        PhoneSays::Installed,
        "finished"
    );
    assert_eq!(sim.status().await, "Installed", "the service knows");
    assert_eq!(sim.plays(PhoneAct::Delete), PhoneSays::Deleted, "deleted");
    assert_eq!(sim.status().await, "Unavailable", "for good");
    let again = sim.plays(PhoneAct::Scan);
    assert_eq!(again, PhoneSays::UsedCode, "the code is used up");
    assert_eq!(again.pair(), Some("8.2.6/3.8"), "as phones log it");
    assert_eq!(
        sim.plays(PhoneAct::Install),
        PhoneSays::UsedCode,
        "there is nothing to finish"
    );
    assert_eq!(
        sim.plays(PhoneAct::Delete),
        PhoneSays::NothingYet,
        "there is nothing to delete"
    );
}

#[tokio::test]
async fn two_phones_do_not_share_a_code() {
    let sim = Sim::fresh().await;
    assert_eq!(
        sim.plays(PhoneAct::OtherPhoneScans),
        PhoneSays::Downloaded,
        "the wrong phone was faster"
    );
    let refused = sim.plays(PhoneAct::Scan);
    assert_eq!(
        refused,
        PhoneSays::OtherPhone,
        "the customer's is another EID"
    );
    assert_eq!(refused.pair(), Some("8.1.1/3.8"), "as phones log it");
    assert_eq!(
        sim.plays(PhoneAct::OtherPhoneScans),
        PhoneSays::AlreadyThere,
        "the wrong phone still has it"
    );
    sim.plays(PhoneAct::StartAgain);
    assert_eq!(
        sim.plays(PhoneAct::Install),
        PhoneSays::Installed,
        "the customer's own"
    );
    assert_eq!(
        sim.plays(PhoneAct::OtherPhoneScans),
        PhoneSays::UsedCode,
        "a code that is in use is refused as used"
    );
    assert_eq!(sim.status().await, "Installed", "and nothing has changed");
}

#[tokio::test]
async fn what_stops_a_scan_leaves_the_code_unused() {
    let sim = Sim::fresh().await;
    for (obstacle, pair) in [
        (Obstacle::NoWifi, None),
        (Obstacle::Locked, None),
        (Obstacle::NoRoom, Some("8.1/4.8")),
        (Obstacle::Expired, Some("8.8.5/4.10")),
        (Obstacle::TooManyTries, Some("8.8.5/6.4")),
    ] {
        let says = sim.plays(PhoneAct::ScanDespite(obstacle));
        assert_eq!(says, PhoneSays::Stopped(obstacle), "{obstacle:?} is told");
        assert_eq!(says.pair(), pair, "{obstacle:?} as phones log it");
        assert_eq!(sim.status().await, "Released", "{obstacle:?} uses nothing");
    }
    let broken = sim.plays(PhoneAct::ScanDespite(Obstacle::BreaksOff));
    assert_eq!(
        broken,
        PhoneSays::Stopped(Obstacle::BreaksOff),
        "downloaded, and then nothing"
    );
    assert_eq!(
        sim.status().await,
        "Downloaded",
        "so it is on the phone, not finished"
    );
}

#[tokio::test]
async fn a_code_ordered_for_an_eid_is_refused_on_any_other_phone() {
    let sim = Sim::fresh().await;
    let control = sim.caller.control();
    control
        .move_sim(&sim.iccid, SimState::Installed)
        .expect("there");
    control
        .move_sim(&sim.iccid, SimState::Released)
        .expect("there");
    assert_eq!(
        sim.plays(PhoneAct::OtherPhoneScans),
        PhoneSays::OtherPhone,
        "it is bound to an EID"
    );
    assert_eq!(
        sim.plays(PhoneAct::Scan),
        PhoneSays::Downloaded,
        "the one with that EID"
    );
}
