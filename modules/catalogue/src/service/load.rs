//! Loading: from the streams to memory. Only what has changed is read again.

use std::{collections::BTreeMap, sync::Arc};

use catalogue_domain::{Entry, PowerList, ServiceItem};
use ledger::StoreError;

use super::{Catalogue, Kept, KeptEntry, Memory};
use crate::{lists::Lists, store};

impl Catalogue {
    /// Takes over what was published since the last time, here or on another node; answers how
    /// many streams were read. The search index follows in the background.
    ///
    /// # Errors
    /// [`StoreError`]; then the old state is served on.
    pub async fn refresh(&self) -> Result<u64, StoreError> {
        let _one = self.inner.loading.lock().await;
        let old = self.memory();
        let today = self.today();
        let (services, mut read) = self.services(&old).await?;
        let (lists, lists_version) = self.changed_lists(&old).await?;
        read += u64::from(lists_version != old.lists_version);
        let (entries, moved) = self.kept_entries(&old).await?;
        let (power_list, power_list_version) = self.changed_power_list(&old).await?;
        read += moved + u64::from(power_list_version != old.power_list_version);
        if read == 0 && old.loaded_on == Some(today) {
            return Ok(0);
        }
        let memory = Memory {
            services,
            lists,
            lists_version,
            entries,
            power_list,
            power_list_version,
            ..Memory::default()
        };
        // What is in force is read now, so that no visitor waits for it. A change of the list that
        // is due today holds from now on.
        let memory = Arc::new(memory.on(today));
        *self.inner.memory.write().unwrap_or_else(std::sync::PoisonError::into_inner) = memory;
        self.rebuild_index();
        Ok(read)
    }

    async fn services(
        &self,
        old: &Memory,
    ) -> Result<(BTreeMap<String, Arc<Kept>>, u64), StoreError> {
        let ledger = &self.inner.ledger;
        let zone = ledger.clock().zone();
        let mut services = BTreeMap::new();
        let mut read = 0;
        for row in ledger.rows(&store::SERVICES, &[]).await? {
            let (id, version) = (row.text(0)?, row.count(1)?);
            let known = old.services.get(id).filter(|kept| kept.version == version);
            let kept = match known {
                Some(kept) => kept.clone(),
                None => {
                    read += 1;
                    Arc::new(Kept::of(&ledger.history::<ServiceItem>(id).await?, &zone))
                }
            };
            services.insert(id.to_owned(), kept);
        }
        Ok((services, read))
    }

    async fn kept_entries(
        &self,
        old: &Memory,
    ) -> Result<(BTreeMap<String, Arc<KeptEntry>>, u64), StoreError> {
        let ledger = &self.inner.ledger;
        let mut entries = BTreeMap::new();
        let mut read = 0;
        for row in ledger.rows(&store::ENTRIES, &[]).await? {
            let (code, version) = (row.text(0)?, row.count(1)?);
            let known = old.entries.get(code).filter(|kept| kept.version == version);
            let kept = match known {
                Some(kept) => kept.clone(),
                None => {
                    read += 1;
                    let loaded = ledger.load::<Entry>(code).await?;
                    let (entry, version) = loaded.unwrap_or_default();
                    Arc::new(KeptEntry { version, entry })
                }
            };
            entries.insert(code.to_owned(), kept);
        }
        Ok((entries, read))
    }

    async fn changed_power_list(&self, old: &Memory) -> Result<(Arc<PowerList>, u64), StoreError> {
        let rows = self.inner.ledger.rows(&store::POWER_LIST, &[PowerList::KEY.into()]).await?;
        let version = rows.first().map_or(Ok(0), |row| row.count(0))?;
        if version == old.power_list_version {
            return Ok((old.power_list.clone(), version));
        }
        let loaded = self.inner.ledger.load::<PowerList>(PowerList::KEY).await?;
        Ok(loaded.map_or((Arc::default(), 0), |(list, version)| (Arc::new(list), version)))
    }

    async fn changed_lists(&self, old: &Memory) -> Result<(Arc<Lists>, u64), StoreError> {
        let rows = self.inner.ledger.rows(&store::LISTS, &[Lists::KEY.into()]).await?;
        let version = rows.first().map_or(Ok(0), |row| row.count(0))?;
        if version == old.lists_version {
            return Ok((old.lists.clone(), version));
        }
        let loaded = self.inner.ledger.load::<Lists>(Lists::KEY).await?;
        Ok(loaded.map_or((Arc::default(), 0), |(lists, version)| (Arc::new(lists), version)))
    }
}
