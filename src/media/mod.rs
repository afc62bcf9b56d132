//! The bytes of pictures, sounds and films: where they are kept, and what is made of them.
//!
//! Where is a folder or a bucket, behind one interface ([`object_store`]). What somebody uploads is made anew from its
//! pixels, so nothing that was hidden in the file (a place, a serial number, a script) comes out again, and it is served
//! under a type of ours that can never be a page or a document.

pub mod addresses;
pub mod films;
pub mod pictures;
pub mod serve;

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::TryStreamExt;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use tokio::sync::Semaphore;

use crate::config::MediaConfig;
use crate::error::{Error, Result};

/// The longest description of a picture, in characters.
pub const MAX_DESCRIPTION: usize = 1_500;
/// The most pictures of one post.
pub const MAX_ATTACHMENTS: usize = 4;
/// How many files are worked on at the same time in this process.
const AT_ONCE: usize = 2;

/// A kind of file: its extension here and the one type it is ever served as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileType {
    pub extension: &'static str,
    pub content_type: &'static str,
}

/// All kinds there are.
pub const TYPES: [FileType; 9] = [
    FileType { extension: "jpg", content_type: "image/jpeg" },
    FileType { extension: "png", content_type: "image/png" },
    FileType { extension: "gif", content_type: "image/gif" },
    FileType { extension: "webp", content_type: "image/webp" },
    FileType { extension: "avif", content_type: "image/avif" },
    FileType { extension: "mp4", content_type: "video/mp4" },
    FileType { extension: "webm", content_type: "video/webm" },
    FileType { extension: "mp3", content_type: "audio/mpeg" },
    FileType { extension: "ogg", content_type: "audio/ogg" },
];

impl FileType {
    /// By the extension of a key.
    pub fn of_key(key: &str) -> Option<Self> {
        let extension = key.rsplit_once('.')?.1;
        TYPES.into_iter().find(|t| t.extension == extension)
    }

    /// By the first bytes of a file; what it calls itself does not matter.
    pub fn sniff(head: &[u8]) -> Option<Self> {
        let brand = head.get(4..12).filter(|box_| box_.starts_with(b"ftyp")).map(|box_| &box_[4..]);
        let extension = match (head, brand) {
            ([0xff, 0xd8, 0xff, ..], _) => "jpg",
            ([0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..], _) => "png",
            ([b'G', b'I', b'F', b'8', ..], _) => "gif",
            ([b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..], _) => "webp",
            (_, Some(b"avif" | b"avis")) => "avif",
            (_, Some(brand)) if !matches!(brand, b"heic" | b"heix" | b"mif1" | b"msf1") => "mp4",
            ([0x1a, 0x45, 0xdf, 0xa3, ..], _) => "webm",
            ([b'I', b'D', b'3', ..] | [0xff, 0xfb | 0xf3 | 0xf2, ..], _) => "mp3",
            ([b'O', b'g', b'g', b'S', ..], _) => "ogg",
            _ => return None,
        };
        TYPES.into_iter().find(|t| t.extension == extension)
    }

    pub fn is_picture(self) -> bool {
        self.content_type.starts_with("image/")
    }
}

/// Where the bytes are.
pub struct Media {
    store: Arc<dyn ObjectStore>,
    /// Decoding takes memory and a core; only so many at a time.
    working: Semaphore,
}

impl Media {
    /// # Errors
    /// `Invalid`: the folder or the bucket cannot be used; one sentence for the steward.
    pub fn open(config: &MediaConfig, data: &Path) -> Result<Self> {
        let store: Arc<dyn ObjectStore> = match &config.s3 {
            None if config.store == "memory" => Arc::new(InMemory::new()),
            None => {
                let dir = data.join(&config.store);
                let refused = |error: &dyn std::fmt::Display| {
                    Error::invalid(format!("The folder for pictures {} cannot be used: {error}.", dir.display()))
                };
                std::fs::create_dir_all(&dir).map_err(|error| refused(&error))?;
                Arc::new(LocalFileSystem::new_with_prefix(&dir).map_err(|error| refused(&error))?)
            }
            Some(s3) => {
                let secret = std::fs::read_to_string(&s3.secret_key_file).map_err(|error| {
                    Error::invalid(format!(
                        "The file with the bucket's secret {} cannot be read: {error}.",
                        s3.secret_key_file.display()
                    ))
                })?;
                let builder = AmazonS3Builder::new()
                    .with_bucket_name(&s3.bucket)
                    .with_endpoint(&s3.endpoint)
                    .with_region(&s3.region)
                    .with_access_key_id(&s3.access_key)
                    .with_secret_access_key(secret.trim())
                    .with_allow_http(s3.endpoint.starts_with("http://"));
                let built = builder.build();
                Arc::new(built.map_err(|error| Error::invalid(format!("The bucket {} cannot be used: {error}.", s3.bucket)))?)
            }
        };
        Ok(Self { store, working: Semaphore::new(AT_ONCE) })
    }

    /// Writes a file; when this answers, it is there.
    pub async fn put(&self, key: &str, bytes: impl Into<Bytes>) -> Result<()> {
        self.store.put(&Key::from(key), PutPayload::from(bytes.into())).await.map_err(unusable)?;
        Ok(())
    }

    pub async fn get(&self, key: &str) -> Result<Bytes> {
        self.store.get(&Key::from(key)).await.map_err(unusable)?.bytes().await.map_err(unusable)
    }

    pub async fn has(&self, key: &str) -> Result<bool> {
        match self.store.head(&Key::from(key)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(unusable(error)),
        }
    }

    /// Takes a file away; one that is gone already is fine.
    pub async fn delete(&self, key: &str) -> Result<()> {
        match self.store.delete(&Key::from(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(unusable(error)),
        }
    }

    /// Every file below a folder with its time, in microseconds since 1970.
    pub async fn list(&self, folder: &str) -> Result<Vec<(String, i64)>> {
        let found = self.store.list(Some(&Key::from(folder)));
        let found: Vec<_> = found.try_collect().await.map_err(unusable)?;
        Ok(found.into_iter().map(|o| (o.location.to_string(), o.last_modified.timestamp_micros())).collect())
    }

    /// Runs work on pixels away from the async threads, not too much of it at once.
    pub async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let _turn = self.working.acquire().await.map_err(Error::internal)?;
        tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
    }
}

fn unusable(error: object_store::Error) -> Error {
    match error {
        object_store::Error::NotFound { .. } => Error::NotFound,
        other => Error::internal(format!("the store of pictures does not do its part: {other}")),
    }
}

/// A new name for a file, which nobody can guess.
pub fn new_key(folder: &str, file: FileType) -> String {
    let name = crate::ids::secret();
    format!("{folder}/{}/{name}.{}", name[..2].to_ascii_lowercase(), file.extension)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        for (head, expected) in [
            (&b"\xff\xd8\xff\xe0rest"[..], Some("image/jpeg")),
            (b"\x89PNG\r\n\x1a\nrest", Some("image/png")),
            (b"GIF89a", Some("image/gif")),
            (b"RIFF\0\0\0\0WEBPVP8 ", Some("image/webp")),
            (b"\0\0\0\x20ftypavif", Some("image/avif")),
            (b"\0\0\0\x20ftypisom", Some("video/mp4")),
            (b"\0\0\0\x20ftypheic", None),
            (b"\x1a\x45\xdf\xa3", Some("video/webm")),
            (b"ID3\x04", Some("audio/mpeg")),
            (b"OggS", Some("audio/ogg")),
            (b"<html>", None),
            (b"<svg xmlns", None),
            (b"{\"@context\"", None),
            (b"%PDF-1.4", None),
            (b"", None),
        ] {
            assert_eq!(FileType::sniff(head).map(|t| t.content_type), expected, "{head:?}");
        }
    }
}
