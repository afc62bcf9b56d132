//! What pages have made of rows that seldom change, such as texts set as HTML: kept in memory, and used again as long as the rows
//! are the same. Whoever keeps something says of which revision it was made, and counts the revision up with every write.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The largest thing that is kept, and all of them together, in bytes as those who keep them reckon.
const LARGEST: usize = 256 << 10;
const ROOM: usize = 4 << 20;

#[derive(Default)]
pub struct Made(Mutex<Shelf>);

#[derive(Default)]
struct Shelf {
    bytes: usize,
    things: HashMap<(TypeId, i64), Thing>,
}

struct Thing {
    revision: i64,
    size: usize,
    thing: Arc<dyn Any + Send + Sync>,
}

impl Made {
    /// What was made of this row when it was as it is.
    pub fn of<T: Any + Send + Sync>(&self, id: i64, revision: i64) -> Option<Arc<T>> {
        let shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = shelf.things.get(&(TypeId::of::<T>(), id)).filter(|found| found.revision == revision)?;
        let thing = found.thing.clone();
        drop(shelf);
        thing.downcast().ok()
    }

    /// Keeps it, if there is not something newer.
    pub fn keep<T: Any + Send + Sync>(&self, id: i64, revision: i64, size: usize, thing: Arc<T>) {
        if size > LARGEST {
            return;
        }
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (TypeId::of::<T>(), id);
        if shelf.things.get(&key).is_some_and(|found| found.revision > revision) {
            return;
        }
        if shelf.bytes + size > ROOM {
            *shelf = Shelf::default();
        }
        let before = shelf.things.insert(key, Thing { revision, size, thing }).map_or(0, |before| before.size);
        shelf.bytes = shelf.bytes + size - before;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_is_found_until_its_rows_change() {
        let made = Made::default();
        made.keep(7, 1, 100, Arc::new("soup".to_string()));
        assert_eq!(made.of::<String>(7, 1).as_deref().map(String::as_str), Some("soup"));
        assert!(made.of::<String>(7, 2).is_none() && made.of::<String>(8, 1).is_none() && made.of::<i64>(7, 1).is_none());
        made.keep(7, 2, 100, Arc::new("stew".to_string()));
        // Somebody who began to read before comes late.
        made.keep(7, 1, 100, Arc::new("soup".to_string()));
        assert_eq!(made.of::<String>(7, 2).as_deref().map(String::as_str), Some("stew"));
        assert!(made.of::<String>(7, 1).is_none());
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let made = Made::default();
        made.keep(1, 1, LARGEST + 1, Arc::new(0_u8));
        assert!(made.of::<u8>(1, 1).is_none());
        for id in 0..200 {
            made.keep(id, 1, LARGEST, Arc::new(0_u8));
            assert!(made.of::<u8>(id, 1).is_some());
            let shelf = made.0.lock().unwrap();
            let held: usize = shelf.things.values().map(|thing| thing.size).sum();
            assert!(held == shelf.bytes && held <= ROOM);
        }
    }
}
