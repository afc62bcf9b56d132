//! Four chapters, each a process of its own, decide together while one is killed, one is away, and one has its clock ten minutes
//! back. Whatever they send each other arrives twice and out of order.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::node::{Node, Person, potluck, until};

const API: &str = "/api/v1/potluck/network";
const CITIES: [&str; 4] = ["paris", "lyon", "marseille", "lille"];
/// Marseille's clock is so many minutes back.
const BACK: i64 = 10;
/// Minutes that go by after a look of so long: by hours where little is left of a window, and by days.
const STEP: (i64, Duration) = (30, Duration::from_secs(3));
const STRIDE: (i64, Duration) = (40, Duration::from_millis(60));

struct Network {
    nodes: Vec<Node>,
    stewards: Vec<Person>,
    minutes: i64,
}

impl Network {
    /// Four chapters that have founded a network from their terminals.
    async fn found() -> Self {
        let (mut nodes, mut stewards) = (Vec::new(), Vec::new());
        for city in CITIES {
            let mut node = Node::start_behind_a_postman(city).await;
            node.kill();
            node.own_clock();
            node.up().await;
            stewards.push(node.member("stella"));
            nodes.push(node);
        }
        let mut network = Self { nodes, stewards, minutes: 0 };
        network.pass(0);
        let others: Vec<String> =
            network.nodes[1..].iter().zip(&CITIES[1..]).map(|(node, city)| format!("@{city}@{}", node.domain)).collect();
        let mut args = vec!["network", "found", "OuiShare"];
        args.extend(others.iter().map(String::as_str));
        network.nodes[0].run(&args, "");
        for (node, steward) in network.nodes.iter().zip(&network.stewards).skip(1) {
            until("the invitation arrives", || async { (steward.get(API).await["state"] == "invited").then_some(()) }).await;
            assert!(node.run(&["network", "show"], "").contains("has not signed yet"));
            node.run(&["network", "agree"], "");
        }
        for steward in &network.stewards {
            until("the network is there", || async { (steward.get(API).await["state"] == "active").then_some(()) }).await;
        }
        network
    }

    fn pass(&mut self, minutes: i64) {
        self.minutes += minutes;
        for (node, city) in self.nodes.iter().zip(CITIES) {
            node.set_clock(self.minutes - if city == "marseille" { BACK } else { 0 });
        }
    }

    /// The decision as a chapter knows it, once that is so.
    async fn sees(&self, city: usize, what: &str, so: impl Fn(&Value) -> bool) -> Value {
        let steward = &self.stewards[city];
        until(&format!("{} sees that {what}", CITIES[city]), || async {
            for state in ["open", "closed"] {
                let all = steward.get(&format!("{API}/decisions?state={state}")).await;
                if let Some(one) = all.as_array().unwrap().first() {
                    let whole = steward.get(&format!("{API}/decisions/{}", one["id"].as_str().unwrap())).await;
                    return so(&whole).then_some(whole);
                }
            }
            None
        })
        .await
    }

    /// Time goes by, some minutes after each patient look, until a chapter sees that it is so.
    async fn goes_on(
        &mut self,
        city: usize,
        what: &str,
        (minutes, patience): (i64, Duration),
        so: impl Fn(&Value) -> bool,
    ) -> Value {
        let end = self.minutes + 60 * 24 * 60;
        while self.minutes < end {
            let looked = Instant::now();
            let mut quiet = looked;
            loop {
                let one = self.sees(city, "there is a decision", |_| true).await;
                if so(&one) {
                    return one;
                }
                // A signature holds for an hour: what is on its way arrives before time goes by, on a slow machine too.
                if self.nodes.iter().any(Node::awaits_letters) {
                    quiet = Instant::now();
                }
                if quiet.elapsed() > patience || looked.elapsed() > Duration::from_secs(60) {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            self.pass(minutes);
        }
        let mut known = String::new();
        for (steward, city) in self.stewards.iter().zip(CITIES) {
            let path = format!("{API}/decisions?state=open");
            if let Some((_, all)) = steward.try_call(reqwest::Method::GET, &path, None).await {
                known += &format!("\n{city} knows {}", all[0]);
            }
        }
        panic!("weeks went by in vain until {} saw that {what}{known}", CITIES[city]);
    }

    async fn act(&self, city: usize, act: Value) {
        let known = self.sees(city, "there is a decision", |_| true).await;
        self.stewards[city].post(&format!("{API}/decisions/{}/acts", known["id"].as_str().unwrap()), act).await;
    }
}

fn said(decision: &Value) -> usize {
    decision["stances"].as_object().map_or(0, serde_json::Map::len)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_chapters_decide_while_one_is_killed_one_is_away_and_one_clock_is_wrong() {
    let mut network = Network::found().await;
    let text = json!({"title": "One calendar", "driver": "We miss dates.", "text": "We keep **one** calendar."});
    network.stewards[0].post(&format!("{API}/decisions"), text).await;
    for city in 0..4 {
        network.sees(city, "it lies open", |one| one["state"] == "clarify").await;
    }
    network.pass(49 * 60);
    let ends = network.minutes + 7 * 24 * 60;
    network.act(0, json!({"act": "call_for_consent"})).await;
    for city in 0..4 {
        network.sees(city, "it is asked for consent", |one| one["state"] == "consent" && one["me"]["on_roll"] == true).await;
    }
    // Lille is away for three days. The others go on.
    network.nodes[3].kill();
    network.act(0, json!({"act": "consent"})).await;
    network.act(2, json!({"act": "consent"})).await;
    network.pass(3 * 24 * 60);
    for city in 0..3 {
        network.sees(city, "two have answered", |one| said(one) == 2).await;
    }
    network.nodes[3].up().await;
    network.goes_on(3, "what it missed is there", STEP, |one| said(one) == 2).await;
    network.act(3, json!({"act": "consent"})).await;
    network.goes_on(3, "its answer is receipted", STEP, |one| one["me"]["moves"][0]["fate"] == "receipted").await;
    // An hour before the end the host is killed; what Lyon says then two others witness.
    network.pass(ends - 60 - network.minutes);
    network.sees(0, "three have answered", |one| said(one) == 3).await;
    network.nodes[0].kill();
    network.act(1, json!({"act": "consent"})).await;
    let witnessed = |one: &Value| {
        let own = &one["me"]["moves"][0];
        own["fate"] == "on_its_way" && own["witnesses"].as_array().is_some_and(|chapters| chapters.len() == 2)
    };
    network.sees(1, "two others have seen it", witnessed).await;
    network.pass(3 * 61);
    network.nodes[0].up().await;
    let late = network.minutes;
    for city in 0..4 {
        network.goes_on(city, "what came late and was witnessed in time counts", STEP, |one| said(one) == 4).await;
    }
    assert!(network.minutes - late < 20 * 60, "it takes {} minutes to arrive", network.minutes - late);
    network.pass(24 * 60);
    network.goes_on(0, "it is adopted", STEP, |one| one["state"] == "adopted").await;
    let mut digests = Vec::new();
    for city in 0..4 {
        let over = network.goes_on(city, "it is ratified", STEP, |one| one["standing"] == "ratified").await;
        assert_eq!(over["tally"]["outcome"]["silent"], json!([]), "{over}");
        digests.push(over["tally"]["digest"].clone());
        let record = format!("{}/network/decisions/{}", network.nodes[city].base, over["id"].as_str().unwrap());
        let output = potluck(&["verify", &record], "");
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && told.contains("The decision holds."), "{told}");
    }
    assert!(digests.iter().all(|digest| *digest == digests[0]), "{digests:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_the_host_is_gone_for_good_the_next_chapter_takes_over() {
    let mut network = Network::found().await;
    let text = json!({"title": "One calendar", "text": "We keep **one** calendar."});
    network.stewards[0].post(&format!("{API}/decisions"), text).await;
    network.pass(49 * 60);
    network.act(0, json!({"act": "call_for_consent"})).await;
    for city in 0..4 {
        network.sees(city, "it is asked for consent", |one| one["state"] == "consent").await;
        network.act(city, json!({"act": "consent"})).await;
    }
    for city in 1..4 {
        network.sees(city, "its answer is receipted", |one| one["me"]["moves"][0]["fate"] == "receipted").await;
        network.sees(city, "all have answered", |one| said(one) == 4).await;
    }
    network.nodes[0].kill();
    let over = network.goes_on(1, "it is ratified", STRIDE, |one| one["standing"] == "ratified").await;
    assert!(over["term"].as_u64().unwrap() > 1 && over["state"] == "adopted" && said(&over) == 4, "{over}");
    for city in 2..4 {
        let there = network.goes_on(city, "it is ratified", STRIDE, |one| one["standing"] == "ratified").await;
        assert_eq!(there["tally"]["digest"], over["tally"]["digest"]);
        let record = format!("{}/network/decisions/{}/record.json", network.nodes[city].base, there["id"].as_str().unwrap());
        let output = potluck(&["verify", &record], "");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}
