//! What follows from events: officers are told of an alarm, and of some events an alarm follows.

use std::sync::Arc;

use alarms_domain::{AlarmEvent, AlarmKind, Alarms as _};
use kernel::Recorded;
use ledger::{Consumer, Delivery, Handler};
use notify::{Message, Messages};

use crate::service::AlarmService;

/// The consumers of alarms.
pub const CONSUMERS: &[Consumer] = &[
    Consumer { name: "alarms.telling", words: &["alarm.raised"] },
    Consumer { name: "alarms.break_glass", words: &["elevation.begun"] },
];

/// Sets the handlers of [`CONSUMERS`].
pub fn handlers(service: &AlarmService) {
    let ledger = service.ledger();
    let messages = Messages::new(ledger.clone());
    ledger.handler("alarms.telling", Arc::new(Telling { service: service.clone(), messages }));
    ledger.handler("alarms.break_glass", Arc::new(BreakGlass(service.clone())));
}

/// Tells the officers on duty.
struct Telling {
    service: AlarmService,
    messages: Messages,
}

#[async_trait::async_trait]
impl Handler for Telling {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        let event: Recorded<AlarmEvent> = delivery.event().map_err(|error| error.to_string())?;
        let AlarmEvent::Raised { kind, place } = &event.event else { return Ok(()) };
        for officer in self.service.on_duty().await? {
            let message = Message {
                to: officer.subject(),
                title: self.service.telling().title(*kind),
                body: self.service.telling().body(*kind, place),
                link: None,
                matter: format!("alarm/{}", delivery.key),
            };
            self.messages.send(event.id, message).await.map_err(|error| error.to_string())?;
        }
        Ok(())
    }
}

/// Somebody broke the glass: whoever is on duty hears of it, besides the supervisors of the place.
/// The alarm names the elevation and not the officer.
struct BreakGlass(AlarmService);

#[async_trait::async_trait]
impl Handler for BreakGlass {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        let event = delivery.event_id().map_err(|error| error.to_string())?;
        let raised = self.0.raise(AlarmKind::BreakGlass, &format!("elevation {event}")).await;
        raised.map(|_| ()).map_err(|error| error.to_string())
    }
}
