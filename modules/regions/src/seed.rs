//! The divisions and calendars of a city's data.

use std::{future::Future, pin::Pin};

use ::module::{CityData, House, yaml};
use anyhow::Context as _;
use kernel::calendar::YearCalendar;
use ledger::derived_command;
use regions_domain::Division;

use crate::service::Regions;

const DIVISIONS: &str = "city/regions.yaml";
const CALENDARS: &str = "city/calendar/";

/// See [`module::Module::seed`].
pub fn seed<'a>(
    house: &'a House,
    city: &'a dyn CityData,
) -> Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send + 'a>> {
    Box::pin(async move {
        let regions = house.ask::<Regions>()?;
        if let Some(text) = city.text(DIVISIONS) {
            let divisions: Vec<Division> = yaml::read(&text).context(DIVISIONS)?;
            let key = derived_command("regions.seed", DIVISIONS);
            regions.import_divisions(key, divisions).await.context(DIVISIONS)?;
        }
        let paths = city.paths().into_iter();
        for path in paths.filter(|it| it.starts_with(CALENDARS) && it.ends_with(".yaml")) {
            let Some(text) = city.text(&path) else { continue };
            let year: YearCalendar = yaml::read(&text).with_context(|| path.clone())?;
            let key = derived_command("regions.seed", &path);
            regions.publish_year(key, year).await.with_context(|| path.clone())?;
        }
        Ok(())
    })
}
