//! Films and sounds, by the system's ffmpeg: looked at, made into what every browser plays, freed of what else was in the file.
//!
//! ffmpeg reads one local file and nothing else: no network, no playlists, no other files. Where it is not installed the
//! node says so.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::process::Command;
use tokio::sync::OnceCell;

use crate::error::{Error, Result};

/// The longest film, in seconds.
const LONGEST: f64 = 60.0 * 60.0;
/// How long one run of ffmpeg may take.
const PATIENCE: Duration = Duration::from_secs(20 * 60);
/// Containers that are read. Playlists, which name other files, are not among them.
const FORMATS: &str = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,gif,avif,mp3,ogg,wav,flac,aac,image2,png_pipe";

/// What is in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub width: u32,
    pub height: u32,
    /// Seconds.
    pub duration: f64,
    pub frame_rate: String,
    video: Option<String>,
    audio: Option<String>,
    format: String,
    pixels: String,
}

impl Found {
    pub fn is_film(&self) -> bool {
        self.video.is_some()
    }

    /// `meta.original` of Mastodon's MediaAttachment.
    pub fn meta(&self) -> Value {
        if self.is_film() {
            json!({"width": self.width, "height": self.height, "frame_rate": self.frame_rate, "duration": self.duration})
        } else {
            json!({"duration": self.duration})
        }
    }
}

/// Is ffmpeg there? Asked once.
pub async fn are_possible() -> bool {
    static THERE: OnceCell<bool> = OnceCell::const_new();
    let look = || async {
        let runs = |name: &'static str| async move {
            let asked =
                Command::new(name).arg("-version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
            asked.await.is_ok_and(|status| status.success())
        };
        runs("ffmpeg").await && runs("ffprobe").await
    };
    *THERE.get_or_init(look).await
}

/// What a steward can do about it.
pub fn missing() -> Error {
    Error::invalid("Validation failed: this node takes no films or sounds: its steward can install ffmpeg")
}

fn broken(what: &str) -> Error {
    Error::invalid(format!("Validation failed: this file cannot be played ({what})"))
}

async fn run(program: &str, args: &[&str]) -> Result<Vec<u8>> {
    let child = Command::new("nice")
        .args(["-n", "10", program, "-v", "error", "-protocol_whitelist", "file", "-format_whitelist", FORMATS])
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| Error::internal(format!("{program} does not start: {error}")))?;
    let output = tokio::time::timeout(PATIENCE, child.wait_with_output())
        .await
        .map_err(|_| broken("it takes too long"))?
        .map_err(Error::internal)?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        tracing::info!(program, %said, "a file could not be read");
        Err(broken("ffmpeg does not understand it"))
    }
}

fn text(path: &Path) -> Result<&str> {
    path.to_str().ok_or_else(|| Error::internal("a file's name is not UTF-8"))
}

/// Looks into a file.
pub async fn look(path: &Path) -> Result<Found> {
    let said = run("ffprobe", &["-print_format", "json", "-show_format", "-show_streams", text(path)?]).await?;
    let said: Value = serde_json::from_slice(&said).map_err(|_| broken("nothing is in it"))?;
    let empty = Vec::new();
    let streams = said["streams"].as_array().unwrap_or(&empty);
    let of_kind = |kind: &str| streams.iter().find(|s| s["codec_type"] == kind && s["disposition"]["attached_pic"] != 1);
    let (video, audio) = (of_kind("video"), of_kind("audio"));
    let codec = |stream: Option<&Value>| stream.and_then(|s| s["codec_name"].as_str()).map(ToString::to_string);
    let side = |key: &str| video.and_then(|v| v[key].as_u64()).and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    let duration = said["format"]["duration"].as_str().and_then(|d| d.parse().ok()).unwrap_or(0.0);
    let found = Found {
        width: side("width"),
        height: side("height"),
        duration,
        frame_rate: video.and_then(|v| v["avg_frame_rate"].as_str()).unwrap_or("0/1").to_string(),
        video: codec(video),
        audio: codec(audio),
        format: said["format"]["format_name"].as_str().unwrap_or_default().to_string(),
        pixels: video.and_then(|v| v["pix_fmt"].as_str()).unwrap_or_default().to_string(),
    };
    if found.video.is_none() && found.audio.is_none() {
        return Err(broken("there is nothing to see or hear in it"));
    }
    if found.duration > LONGEST {
        return Err(broken("it is longer than an hour"));
    }
    if u64::from(found.width) * u64::from(found.height) > super::pictures::MOST_PIXELS {
        return Err(broken("its picture is too large"));
    }
    Ok(found)
}

/// Makes an MP4 that every browser plays; what is one already is only freed of its metadata.
pub async fn make_film(from: &Path, found: &Found, to: &Path, silent: bool) -> Result<()> {
    let plays = found.format.contains("mp4")
        && found.video.as_deref() == Some("h264")
        && found.pixels == "yuv420p"
        && matches!(found.audio.as_deref(), None | Some("aac"))
        && u64::from(found.width) * u64::from(found.height) <= 1_920 * 1_200;
    let mut args = vec!["-y", "-i", text(from)?, "-map", "0:v:0", "-map_metadata", "-1", "-map_chapters", "-1"];
    if !silent {
        args.extend(["-map", "0:a:0?"]);
    }
    if plays && !silent {
        args.extend(["-c", "copy"]);
    } else {
        args.extend(["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-pix_fmt", "yuv420p", "-threads", "2"]);
        // Both sides even, as the encoder wants them, and within 1920 x 1920.
        args.extend(["-vf", "scale='trunc(min(1,1920/max(iw,ih))*iw/2)*2':'trunc(min(1,1920/max(iw,ih))*ih/2)*2'"]);
        args.extend(if silent { vec!["-an"] } else { vec!["-c:a", "aac", "-b:a", "128k"] });
    }
    args.extend(["-movflags", "+faststart", "-f", "mp4", text(to)?]);
    run("ffmpeg", &args).await.map(|_| ())
}

/// Makes an MP3; what is one already is only freed of its metadata.
pub async fn make_sound(from: &Path, found: &Found, to: &Path) -> Result<()> {
    let codec: &[&str] =
        if found.audio.as_deref() == Some("mp3") { &["-c:a", "copy"] } else { &["-c:a", "libmp3lame", "-b:a", "192k"] };
    let mut args = vec!["-y", "-i", text(from)?, "-map", "0:a:0", "-map_metadata", "-1", "-map_chapters", "-1"];
    args.extend(codec);
    args.extend(["-f", "mp3", text(to)?]);
    run("ffmpeg", &args).await.map(|_| ())
}

/// A picture of how it begins, as PNG; also how a still picture of a kind we do not read ourselves is read.
pub async fn make_still(from: &Path, to: &Path) -> Result<()> {
    let args = ["-y", "-i", text(from)?, "-frames:v", "1", "-map_metadata", "-1", "-c:v", "png", "-f", "image2", text(to)?];
    run("ffmpeg", &args).await.map(|_| ())
}
