//! The read table of uploads.

use kernel::Recorded;
use ledger::{Projection, Write};
use materials_domain::{Folder, FolderEvent, How};

use crate::store::UPLOADED;

/// Fills `materials_upload`.
pub(crate) struct Uploads;

impl Projection<Folder> for Uploads {
    fn tables(&self) -> &'static [&'static str] {
        &["materials_upload"]
    }

    fn project(
        &self,
        stream: &str,
        _before: &Folder,
        _after: &Folder,
        events: &[Recorded<FolderEvent>],
    ) -> Vec<Write> {
        let application = stream.split_once('/').map_or(stream, |(_, key)| key);
        let write = |it: &Recorded<FolderEvent>| {
            let FolderEvent::Added { material, how: How::File { size_bytes, .. }, .. } = &it.event
            else {
                return None;
            };
            let args = vec![
                application.into(),
                material.to_string().into(),
                it.by.account.map_or_else(|| it.by.role.word().into(), |it| it.to_string()).into(),
                (*size_bytes).into(),
                it.at.into(),
            ];
            Some(Write::new(&UPLOADED, args))
        };
        events.iter().filter_map(write).collect()
    }
}
