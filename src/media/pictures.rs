//! Pictures: decoded within limits, turned the right way up, made smaller, and encoded anew.

use std::io::Cursor;

use fast_image_resize::{ResizeOptions, Resizer};
use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::codecs::webp::WebPDecoder;
use image::{AnimationDecoder, DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use serde_json::{Value, json};

use super::FileType;
use crate::error::{Error, Result};

/// The largest picture that is decoded, in pixels (7680 x 4320).
pub const MOST_PIXELS: u64 = 33_177_600;
/// The largest that is kept of it (3840 x 2160).
const KEPT_PIXELS: u64 = 8_294_400;
/// A preview (640 x 360).
const PREVIEW_PIXELS: u64 = 230_400;
/// An emoji (128 x 128).
const EMOJI_PIXELS: u64 = 16_384;
/// What decoding may allocate.
const MOST_MEMORY: u64 = 512 * 1024 * 1024;

/// What a picture is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Any shape, at most `KEPT_PIXELS`.
    Attachment,
    /// At most `EMOJI_PIXELS`, in its shape; it may move.
    Emoji,
    /// Exactly so wide and high, cut in the middle.
    Filling(u32, u32),
}

pub const AVATAR: Purpose = Purpose::Filling(400, 400);
pub const HEADER: Purpose = Purpose::Filling(1_500, 500);

/// Encoded bytes with their size in pixels.
#[derive(Debug)]
pub struct Encoded {
    pub bytes: Vec<u8>,
    pub file: FileType,
    pub width: u32,
    pub height: u32,
}

#[derive(Debug)]
pub struct Picture {
    pub whole: Encoded,
    pub preview: Encoded,
    pub blurhash: String,
    /// More than one frame: kept as it came, without what else was in the file.
    pub animated: bool,
}

impl Picture {
    /// `meta` of Mastodon's MediaAttachment.
    pub fn meta(&self) -> Value {
        json!({"original": size(self.whole.width, self.whole.height), "small": size(self.preview.width, self.preview.height)})
    }
}

pub fn size(width: u32, height: u32) -> Value {
    json!({"width": width, "height": height, "size": format!("{width}x{height}"), "aspect": f64::from(width) / f64::from(height.max(1))})
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::invalid(format!("Validation failed: this picture cannot be read ({error})"))
}

/// Reads a picture and makes of it what is kept. Takes a while: not for an async thread.
///
/// # Errors
/// `Invalid`: it is none of the kinds we read, has too many pixels, or is broken.
pub fn prepare(bytes: &[u8], purpose: Purpose) -> Result<Picture> {
    let reader = || ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(unreadable);
    let format =
        reader()?.format().filter(|f| matches!(f, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::Gif | ImageFormat::WebP));
    let format =
        format.ok_or_else(|| Error::invalid("Validation failed: this is no picture we can read. Send JPEG, PNG, GIF or WebP"))?;
    // The size stands at the beginning: it is looked at before a single pixel is decoded.
    let (width, height) = reader()?.into_dimensions().map_err(unreadable)?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS || width == 0 || height == 0 {
        return Err(Error::invalid(format!(
            "Validation failed: a picture of {width}x{height} is too large, {MOST_PIXELS} pixels are the most"
        )));
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    let mut open = reader()?;
    open.limits(limits);
    let mut decoder = open.into_decoder().map_err(unreadable)?;
    let orientation = decoder.orientation().map_err(unreadable)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    image.apply_orientation(orientation);
    let image = if image.has_alpha() && !is_opaque(&image) {
        DynamicImage::ImageRgba8(image.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(image.into_rgb8())
    };

    let kept = if matches!(purpose, Purpose::Attachment | Purpose::Emoji) { animation(bytes, format) } else { None };
    let animated = kept.is_some();
    let whole = match (kept, purpose) {
        (Some((bytes, file)), _) => Encoded { bytes, file, width: image.width(), height: image.height() },
        (None, Purpose::Filling(width, height)) => encode(&resized(&image, width, height)?, format == ImageFormat::Png)?,
        (None, Purpose::Emoji) => encode(&within(&image, EMOJI_PIXELS)?, true)?,
        (None, Purpose::Attachment) => encode(&within(&image, KEPT_PIXELS)?, format == ImageFormat::Png)?,
    };
    let small = match purpose {
        Purpose::Attachment => within(&image, PREVIEW_PIXELS)?,
        Purpose::Emoji => within(&image, EMOJI_PIXELS)?,
        Purpose::Filling(width, height) => resized(&image, width / 4, height / 4)?,
    };
    let tiny = within(&small, 64 * 64)?.into_rgba8();
    let (x, y) = if tiny.width() >= tiny.height() { (4, 3) } else { (3, 4) };
    let blurhash = blurhash::encode(x, y, tiny.width(), tiny.height(), tiny.as_raw()).map_err(Error::internal)?;
    Ok(Picture { preview: encode(&small, purpose == Purpose::Emoji)?, whole, blurhash, animated })
}

fn is_opaque(image: &DynamicImage) -> bool {
    image.to_rgba8().pixels().all(|p| p.0[3] == 255)
}

fn resized(image: &DynamicImage, width: u32, height: u32) -> Result<DynamicImage> {
    let (width, height) = (width.max(1), height.max(1));
    if (width, height) == (image.width(), image.height()) {
        return Ok(image.clone());
    }
    let mut target = DynamicImage::new(width, height, image.color());
    let options = ResizeOptions::new().fit_into_destination(Some((0.5, 0.5)));
    Resizer::new().resize(image, &mut target, &options).map_err(Error::internal)?;
    Ok(target)
}

/// The picture in its shape, of at most so many pixels.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "both sides are below 2^26"
)]
fn within(image: &DynamicImage, most: u64) -> Result<DynamicImage> {
    let pixels = u64::from(image.width()) * u64::from(image.height());
    if pixels <= most {
        return Ok(image.clone());
    }
    let scale = (most as f64 / pixels as f64).sqrt();
    resized(image, (f64::from(image.width()) * scale) as u32, (f64::from(image.height()) * scale) as u32)
}

/// JPEG, or PNG where something shines through or the picture was drawn rather than taken.
fn encode(image: &DynamicImage, drawn: bool) -> Result<Encoded> {
    let mut bytes = Vec::new();
    let extension = if image.has_alpha() || drawn {
        let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
        image.write_with_encoder(encoder).map_err(Error::internal)?;
        "png"
    } else {
        image.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 88)).map_err(Error::internal)?;
        "jpg"
    };
    let file = FileType::of_key(&format!(".{extension}")).ok_or_else(|| Error::internal("a type is missing"))?;
    Ok(Encoded { bytes, file, width: image.width(), height: image.height() })
}

/// The bytes to keep of a picture that moves.
fn animation(bytes: &[u8], format: ImageFormat) -> Option<(Vec<u8>, FileType)> {
    let file = FileType::sniff(bytes)?;
    match format {
        ImageFormat::Gif => {
            let frames = GifDecoder::new(Cursor::new(bytes)).ok()?.into_frames().take(2).filter(Result::is_ok).count();
            (frames > 1).then(|| (bytes.to_vec(), file))
        }
        ImageFormat::WebP => {
            let moves = WebPDecoder::new(Cursor::new(bytes)).ok()?.has_animation();
            if moves { Some((without_metadata(bytes)?, file)) } else { None }
        }
        _ => None,
    }
}

/// A WebP file without its EXIF and XMP chunks (RFC 9649 § 2.7).
fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    const EXIF_AND_XMP: u8 = 0b0000_1100;
    let mut kept = bytes.get(..12)?.to_vec();
    let mut rest = &bytes[12..];
    while let Some((head, tail)) = rest.split_first_chunk::<8>() {
        let length = usize::try_from(u32::from_le_bytes([head[4], head[5], head[6], head[7]])).ok()?;
        let padded = length.checked_add(length % 2)?;
        let body = tail.get(..padded.min(tail.len()))?;
        if !matches!(&head[..4], b"EXIF" | b"XMP ") {
            let at = kept.len() + 8;
            kept.extend_from_slice(head);
            kept.extend_from_slice(body);
            if &head[..4] == b"VP8X" && length > 0 {
                kept[at] &= !EXIF_AND_XMP;
            }
        }
        rest = &tail[body.len()..];
    }
    let length = u32::try_from(kept.len().checked_sub(8)?).ok()?;
    kept[4..8].copy_from_slice(&length.to_le_bytes());
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgba, RgbaImage};

    fn drawn(width: u32, height: u32, alpha: u8) -> Vec<u8> {
        let image = RgbaImage::from_fn(width, height, |x, y| Rgba([(x % 256) as u8, (y % 256) as u8, 128, alpha]));
        let mut bytes = Vec::new();
        image.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
        bytes
    }

    fn taken(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let image = image::load_from_memory(&drawn(width, height, 255)).unwrap().into_rgb8();
        image.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg).unwrap();
        bytes
    }

    /// A JPEG that says where it was taken and that it lies on its side.
    fn with_exif(jpeg: &[u8]) -> Vec<u8> {
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
        exif.extend_from_slice(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0");
        exif.extend_from_slice(b"\x0e\x01\x02\0\x14\0\0\0\x26\0\0\0\0\0\0\0");
        exif.extend_from_slice(b"48.8566N 2.3522E !!\0");
        let mut out = jpeg[..2].to_vec();
        out.extend_from_slice(&[0xff, 0xe1]);
        out.extend_from_slice(&u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
        out.extend_from_slice(&exif);
        out.extend_from_slice(&jpeg[2..]);
        out
    }

    #[test]
    fn a_photo_comes_out_upright_and_without_where_it_was_taken() {
        let photo = with_exif(&taken(600, 300));
        assert!(photo.windows(8).any(|w| w == b"48.8566N"));
        let made = prepare(&photo, Purpose::Attachment).unwrap();
        assert_eq!((made.whole.width, made.whole.height, made.whole.file.extension), (300, 600, "jpg"));
        for bytes in [&made.whole.bytes, &made.preview.bytes] {
            assert!(!bytes.windows(4).any(|w| w == b"Exif") && !bytes.windows(8).any(|w| w == b"48.8566N"));
        }
        assert!(made.blurhash.len() > 6);
        assert_eq!(made.meta()["original"]["size"], "300x600");
    }

    #[test]
    fn pictures_are_made_to_measure() {
        let large = prepare(&taken(5_000, 2_500), Purpose::Attachment).unwrap();
        assert!(u64::from(large.whole.width) * u64::from(large.whole.height) <= KEPT_PIXELS);
        assert!(u64::from(large.preview.width) * u64::from(large.preview.height) <= PREVIEW_PIXELS);
        assert_eq!(large.whole.width / large.whole.height, 2);
        let avatar = prepare(&drawn(900, 300, 90), AVATAR).unwrap();
        assert_eq!((avatar.whole.width, avatar.whole.height, avatar.whole.file.extension), (400, 400, "png"));
        let speck = prepare(&drawn(1, 1, 255), Purpose::Attachment).unwrap();
        assert_eq!((speck.whole.width, speck.preview.width), (1, 1));
        let strip = prepare(&drawn(10_000, 2, 255), Purpose::Attachment).unwrap();
        assert_eq!(strip.whole.width, 10_000);
    }

    #[test]
    fn a_picture_that_moves_goes_on_moving() {
        use image::codecs::gif::GifEncoder;
        use image::{Delay, Frame};
        let mut gif = Vec::new();
        let frames = (0..3u8).map(|n| {
            let picture = RgbaImage::from_pixel(20, 20, Rgba([n * 80, 0, 0, 255]));
            Frame::from_parts(picture, 0, 0, Delay::from_numer_denom_ms(100, 1))
        });
        GifEncoder::new(&mut gif).encode_frames(frames).unwrap();
        let made = prepare(&gif, Purpose::Attachment).unwrap();
        assert!(made.animated && made.whole.bytes == gif && made.preview.file.extension == "jpg");
        assert!(!prepare(&gif, AVATAR).unwrap().animated);
    }

    #[test]
    fn a_webp_loses_what_is_said_about_it_and_nothing_else() {
        let mut webp = b"RIFF\0\0\0\0WEBP".to_vec();
        for (name, body) in [
            (b"VP8X", &[0b0000_1110u8, 0, 0, 0, 0, 0, 0, 0, 0, 0][..]),
            (b"EXIF", b"place"),
            (b"ANIM", b"123456"),
            (b"XMP ", b"who"),
            (b"ANMF", b"frame!"),
        ] {
            webp.extend_from_slice(name);
            webp.extend_from_slice(&u32::try_from(body.len()).unwrap().to_le_bytes());
            webp.extend_from_slice(body);
            webp.extend(std::iter::repeat_n(0, body.len() % 2));
        }
        let kept = without_metadata(&webp).unwrap();
        assert!(!kept.windows(5).any(|w| w == b"place") && !kept.windows(3).any(|w| w == b"who"));
        assert!(kept.windows(6).any(|w| w == b"frame!") && kept[20] == 0b0000_0010);
        assert_eq!(usize::try_from(u32::from_le_bytes([kept[4], kept[5], kept[6], kept[7]])).unwrap() + 8, kept.len());
        assert_eq!(without_metadata(b"RIFF"), None);
    }

    #[test]
    fn bombs_and_other_things_are_refused_before_they_are_decoded() {
        // A PNG of 100,000 x 100,000 pixels in a few bytes.
        let mut bomb = drawn(1, 1, 255);
        bomb[16..24].copy_from_slice(&[0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0]);
        for (what, bytes) in [
            ("a bomb", bomb.as_slice()),
            ("a page", b"<html><script>alert(1)</script>"),
            ("a drawing with a script", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
            ("a document", b"{\"@context\":\"https://www.w3.org/ns/activitystreams\"}"),
            ("half a picture", &taken(100, 100)[..200]),
            ("nothing", b""),
            ("only a head", b"\x89PNG\r\n\x1a\n"),
        ] {
            assert!(matches!(prepare(bytes, Purpose::Attachment), Err(Error::Invalid(_))), "{what}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]
        #[test]
        fn whatever_is_in_a_file_it_is_a_picture_or_refused(at in 0usize..2_000, byte: u8, which in 0usize..2) {
            let mut bytes = if which == 0 { taken(40, 30) } else { drawn(40, 30, 200) };
            let at = at % bytes.len();
            bytes[at] = byte;
            match prepare(&bytes, Purpose::Attachment) {
                Ok(made) => proptest::prop_assert!(made.whole.width > 0),
                Err(error) => proptest::prop_assert!(matches!(error, Error::Invalid(_)), "{error}"),
            }
        }
    }
}
