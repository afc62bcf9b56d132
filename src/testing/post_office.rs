//! An SMTP server that keeps what it is given.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use crate::config::{Encryption, Mail};

/// A letter as it arrived: to whom, and the whole message.
#[derive(Clone, Debug)]
pub struct Arrived {
    pub to: String,
    pub message: String,
}

impl Arrived {
    /// The text part, decoded.
    pub fn text(&self) -> String {
        // Quoted-printable: soft line ends go, `=3D` becomes `=`.
        let joined = self.message.replace("=\r\n", "");
        let mut bytes = Vec::new();
        let mut rest = joined.as_bytes();
        while let Some((first, after)) = rest.split_first() {
            let code = after.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
            match (first, code) {
                (b'=', Some(code)) => {
                    bytes.push(code);
                    rest = &after[2..];
                }
                _ => {
                    bytes.push(*first);
                    rest = after;
                }
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

pub struct PostOffice {
    port: u16,
    arrived: Arc<Mutex<Vec<Arrived>>>,
    /// Answers `550` to every recipient.
    pub refuses: Arc<Mutex<bool>>,
}

impl PostOffice {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (arrived, refuses) = (Arc::<Mutex<Vec<Arrived>>>::default(), Arc::<Mutex<bool>>::default());
        let (kept, wont) = (arrived.clone(), refuses.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (kept, wont) = (kept.clone(), wont.clone());
                tokio::spawn(async move {
                    let (reader, mut writer) = stream.into_split();
                    let mut lines = BufReader::new(reader).lines();
                    writer.write_all(b"220 post office\r\n").await.unwrap();
                    let (mut to, mut message, mut reading) = (String::new(), String::new(), false);
                    while let Ok(Some(line)) = lines.next_line().await {
                        if reading && line == "." {
                            kept.lock().unwrap().push(Arrived { to: to.clone(), message: std::mem::take(&mut message) });
                            reading = false;
                            writer.write_all(b"250 kept\r\n").await.unwrap();
                            continue;
                        }
                        if reading {
                            message.push_str(&line);
                            message.push_str("\r\n");
                            continue;
                        }
                        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
                        let answer: &[u8] = match verb.as_str() {
                            "RCPT" if *wont.lock().unwrap() => b"550 nobody here\r\n",
                            "RCPT" => {
                                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_string();
                                b"250 yes\r\n"
                            }
                            "DATA" => {
                                reading = true;
                                b"354 go on\r\n"
                            }
                            "QUIT" => b"221 bye\r\n",
                            _ => b"250 yes\r\n",
                        };
                        writer.write_all(answer).await.unwrap();
                    }
                });
            }
        });
        Self { port, arrived, refuses }
    }

    pub fn config(&self) -> Mail {
        Mail {
            host: "127.0.0.1".into(),
            port: Some(self.port),
            encryption: Encryption::None,
            user: None,
            password_file: None,
            from: "Paris <potluck@paris.example>".into(),
        }
    }

    pub fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().unwrap().clone()
    }

    /// Waits for the n-th letter.
    pub async fn letter(&self, n: usize) -> Arrived {
        super::node::until("a letter", || async { self.arrived().get(n).cloned() }).await
    }
}
