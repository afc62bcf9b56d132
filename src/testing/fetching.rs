//! Fetching from servers that mean harm: where a redirect leads, how much comes, how slowly, and what it is said to be.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::{StreamExt, stream};
use serde_json::json;
use url::Url;

use crate::clock::Clock;
use crate::error::Error;
use crate::federation::CONTENT_TYPE;
use crate::federation::fetch::{Outbound, with_budget};
use crate::federation::keys::{Signer, generate};

#[derive(Default)]
struct Asked {
    count: AtomicUsize,
    signed: AtomicUsize,
}

/// A server with one address for each kind of harm.
async fn hostile() -> (String, Arc<Asked>) {
    let asked = Arc::new(Asked::default());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let router =
        Router::new().route("/{what}", get(answer)).route("/{what}/{n}", get(hop)).with_state((base.clone(), asked.clone()));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (base, asked)
}

async fn hop(
    State((base, asked)): State<(String, Arc<Asked>)>,
    Path((what, n)): Path<(String, usize)>,
    headers: HeaderMap,
) -> Response {
    asked.count.fetch_add(1, Ordering::Relaxed);
    asked.signed.fetch_add(usize::from(headers.contains_key("signature")), Ordering::Relaxed);
    match (what.as_str(), n) {
        ("redirect", 0) => {
            ([("content-type", CONTENT_TYPE)], json!({"id": format!("{base}/redirect/0")}).to_string()).into_response()
        }
        ("redirect", n) => (StatusCode::FOUND, [("location", format!("{base}/redirect/{}", n - 1))]).into_response(),
        _ => (StatusCode::FOUND, [("location", format!("{base}/loop/{n}"))]).into_response(),
    }
}

async fn answer(State((_, asked)): State<(String, Arc<Asked>)>, Path(what): Path<String>) -> Response {
    asked.count.fetch_add(1, Ordering::Relaxed);
    let to = |location: &str| (StatusCode::FOUND, [("location", location.to_string())]).into_response();
    match what.as_str() {
        "to-the-house" => to("http://169.254.169.254/latest/meta-data"),
        "to-a-file" => to("file:///etc/passwd"),
        "to-a-private-network" => to("http://10.0.0.1/"),
        "to-nowhere" => StatusCode::FOUND.into_response(),
        "endless" => {
            let chunks = stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b' '; 65_536])).take(1_000);
            ([("content-type", CONTENT_TYPE)], Body::from_stream(chunks)).into_response()
        }
        "slow" => {
            // A byte now and then: each comes in time, the whole never does.
            let drops = stream::iter(0..).then(|_| async {
                tokio::time::sleep(std::time::Duration::from_millis(200)).await;
                Ok::<_, std::io::Error>(vec![b' '])
            });
            ([("content-type", CONTENT_TYPE)], Body::from_stream(drops)).into_response()
        }
        "bomb" => {
            // A gzip stream of 64 MiB of blanks is 64 KiB long.
            let body = include_bytes!("bomb.gz").to_vec();
            ([("content-type", CONTENT_TYPE), ("content-encoding", "gzip")], body).into_response()
        }
        kind => ([("content-type", kind.replace('|', "/"))], "{\"id\":\"x\"}").into_response(),
    }
}

fn signer() -> Signer {
    static KEY: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(|| generate().unwrap().pkcs8);
    Signer::load("https://paris.example/actor#main-key".into(), &KEY).unwrap()
}

async fn fetch(outbound: &Outbound, address: &str) -> Result<Url, Error> {
    outbound.document(&Url::parse(address).unwrap(), &signer(), Clock::default().now()).await.map(|(url, _)| url)
}

#[tokio::test]
async fn redirects_are_followed_three_times_and_never_into_the_house() {
    let (base, asked) = hostile().await;
    let outbound = Outbound::new(true).unwrap();
    assert!(fetch(&outbound, &format!("{base}/redirect/3")).await.is_ok());
    assert_eq!(asked.signed.load(Ordering::Relaxed), 4, "each hop is signed anew");
    assert!(fetch(&outbound, &format!("{base}/redirect/4")).await.is_err());
    asked.count.store(0, Ordering::Relaxed);
    assert!(fetch(&outbound, &format!("{base}/loop/1")).await.is_err());
    assert_eq!(asked.count.load(Ordering::Relaxed), 4, "a loop ends");
    for harm in ["to-the-house", "to-a-file", "to-a-private-network", "to-nowhere"] {
        let error = fetch(&outbound, &format!("{base}/{harm}")).await.unwrap_err();
        assert!(matches!(error, Error::Invalid(_)), "{harm}: {error}");
    }
}

#[tokio::test]
async fn what_is_too_long_too_slow_or_not_what_it_should_be_is_dropped() {
    let (base, _) = hostile().await;
    let outbound = Outbound::new(true).unwrap();
    assert!(matches!(fetch(&outbound, &format!("{base}/endless")).await, Err(Error::TooLarge)));
    assert!(matches!(fetch(&outbound, &format!("{base}/bomb")).await, Err(Error::TooLarge)), "counted after it is unpacked");
    for kind in ["application|json", "text|plain", "text|html", "application|octet-stream", "application|ld+json", "image|png"] {
        assert!(matches!(fetch(&outbound, &format!("{base}/{kind}")).await, Err(Error::Invalid(_))), "{kind}");
    }
    let began = std::time::Instant::now();
    assert!(matches!(fetch(&outbound, &format!("{base}/slow")).await, Err(Error::Unavailable(_))));
    assert!(began.elapsed().as_secs() < 15, "the whole has a limit, not each part");
}

#[tokio::test]
async fn one_activity_leads_to_thirty_fetches_and_one_host_is_asked_only_so_much() {
    let (base, asked) = hostile().await;
    let outbound = Outbound::new(true).unwrap();
    with_budget(async {
        for n in 0..40 {
            assert_eq!(fetch(&outbound, &format!("{base}/redirect/0")).await.is_ok(), n < 30, "fetch {n}");
        }
    })
    .await;
    assert_eq!(asked.count.load(Ordering::Relaxed), 30);
    let mut refused = 0;
    for _ in 0..400 {
        refused += usize::from(matches!(fetch(&outbound, &format!("{base}/redirect/0")).await, Err(Error::Unavailable(_))));
    }
    assert!(refused > 20, "{refused} of 400 were put off");
}

#[tokio::test]
async fn the_address_that_is_checked_is_the_one_that_is_connected_to() {
    // A name server that answers with an open address first, and with one in the house when it is asked again.
    let answers = Arc::new(AtomicUsize::new(0));
    let counted = answers.clone();
    let rebinding = move |_: &str| -> Vec<SocketAddr> {
        let open: IpAddr = "93.184.216.34".parse().unwrap();
        let house: IpAddr = "127.0.0.1".parse().unwrap();
        let first = counted.fetch_add(1, Ordering::Relaxed) == 0;
        vec![SocketAddr::new(if first { open } else { house }, 0)]
    };
    let outbound = Outbound::with_names(false, Arc::new(rebinding)).unwrap();
    let name = "rebinding.example.org";
    assert_eq!(outbound.resolve(name).await.unwrap(), ["93.184.216.34".parse::<IpAddr>().unwrap()]);
    assert!(outbound.resolve(name).await.is_err(), "the second answer is judged as well");
    // Asked once for one request: there is no second look between the check and the connection.
    answers.store(1, Ordering::Relaxed);
    let error = fetch(&outbound, &format!("https://{name}/")).await.unwrap_err();
    assert!(error.to_string().contains("open internet"), "{error}");
    assert_eq!(answers.load(Ordering::Relaxed), 2);
    // Of several answers only the open ones are used.
    let mixed = |_: &str| {
        ["127.0.0.1", "10.0.0.1", "93.184.216.34", "::1", "::ffff:192.168.0.1"]
            .map(|ip| SocketAddr::new(ip.parse().unwrap(), 0))
            .to_vec()
    };
    let outbound = Outbound::with_names(false, Arc::new(mixed)).unwrap();
    assert_eq!(outbound.resolve(name).await.unwrap(), ["93.184.216.34".parse::<IpAddr>().unwrap()]);
}
