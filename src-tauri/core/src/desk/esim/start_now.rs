//! Starting a plan that waits: told to the service once, and then seen on the plan.
//!
//! Nothing is bought by it, and telling it twice does no harm that is documented; it is told once all the same. An answer
//! that is lost is settled by the plan itself, whenever it is read (`memory`): nothing is kept of it over a restart.

use super::Esims;
use super::memory::{Whose, waits};
use super::view::EsimView;
use crate::connect::{Client, Iccid, PostMeaning, Subscription, SubscriptionId};
use crate::desk::model::{Failure, WhyNoTopUp};

impl Esims {
    /// Starts a plan on a SIM, which a person asked for. What came of it stands in the view, where it is seen already.
    ///
    /// # Errors
    /// A [`Failure`] when it surely did not start, or when the plan cannot be read before anything is told.
    pub async fn start_now(&self, iccid: &str, plan: &str) -> Result<EsimView, Failure> {
        let (account, client) = self.account.session_now()?;
        let client = client.urgent(true);
        let iccid = Iccid::new(iccid).map_err(|_| Failure::UnknownOrder)?;
        let id = SubscriptionId::new(plan).map_err(|_| Failure::UnknownOrder)?;
        if self.is_of_another_account(&account, &iccid).await? {
            return Err(Failure::OtherAccount);
        }
        let whose = Whose::new(&account, &iccid);
        if self.memory.begin_start(&id) {
            let started = self.tell(&client, &whose, &iccid, &id).await;
            if let Err(failure) = started {
                self.memory.start_came_to_nothing(&id);
                return Err(failure);
            }
        }
        Ok(self.memory.view(&whose, &iccid, None))
    }

    /// The plan is looked at before, so that nothing is told to one of another SIM, or to one that runs already.
    async fn tell(
        &self,
        client: &Client,
        whose: &Whose,
        iccid: &Iccid,
        id: &SubscriptionId,
    ) -> Result<(), Failure> {
        let plan = self.plan(client, whose, id).await?;
        if plan.iccid.as_ref().is_some_and(|of| of != iccid) {
            return Err(Failure::UnknownOrder);
        }
        if !waits(&plan) {
            return Ok(());
        }
        // Last of all: somebody may have wanted it given back meanwhile, and a plan that runs may be in the way of that.
        if self.goes_back(iccid).await? {
            let why = WhyNoTopUp::GivenBack;
            return Err(Failure::NoTopUp { why });
        }
        let told = self.account.observe(client, client.start_plan(id).await);
        let refused = match told {
            Ok(()) => {
                tracing::info!("a plan was started");
                None
            }
            Err(fault) => match fault.meaning_for_order_post() {
                PostMeaning::NotSent => return Err(Failure::from(fault)),
                PostMeaning::Refused => Some(fault),
                PostMeaning::Unconfirmed => None,
            },
        };
        if refused.is_none() {
            self.memory.start_was_sent(id);
        }
        let seen = self.plan(client, whose, id).await;
        match refused {
            // It may have been refused because it runs.
            Some(fault) if seen.as_ref().map_or(true, waits) => Err(Failure::from(fault)),
            Some(_) | None => Ok(()),
        }
    }

    /// Whether this desk gave the eSIM back, or is about to.
    async fn goes_back(&self, iccid: &Iccid) -> Result<bool, Failure> {
        let of_sim = self.orders_of_sim(iccid).await?;
        Ok(of_sim.iter().any(|row| {
            let state = self.orders.state_of(row.key).unwrap_or(row.state);
            state.takes_no_plans()
        }))
    }

    async fn plan(
        &self,
        client: &Client,
        whose: &Whose,
        id: &SubscriptionId,
    ) -> Result<Subscription, Failure> {
        let plan = self
            .account
            .observe(client, client.subscription(id).await)?;
        self.memory.saw_plan(whose, &plan);
        Ok(plan)
    }
}
