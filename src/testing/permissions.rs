//! Who may do what with decisions: every address of the governance API and every act, for everybody who could come by. What is
//! refused is refused by its name, and who keeps the node has no way to a ballot, a roll, a log or an outcome.

use std::collections::BTreeMap;
use std::fmt::Write;

use reqwest::Method;
use rules::by_laws::ByLaws;
use rules::roles::Role;
use serde_json::{Value, json};

use super::node::{Answer, Person, TestNode};
use super::visitor::Visitor;
use crate::clock::Time;
use crate::proposals::{laws, openapi};
use crate::router;

const REASON: &str = "we could not pay the rent in autumn";

/// Whoever comes by, in the order of the columns: a letter, a name, what they are in the chapter.
const WHO: [(&str, &str, Option<Role>); 11] = [
    ("visitor", "", None),
    ("remote", "remote", None),
    ("supporter", "sam", Some(Role::Supporter)),
    ("active", "nia", Some(Role::Active)),
    ("alumni", "alan", Some(Role::Alumni)),
    ("dormant", "dora", Some(Role::Dormant)),
    ("steward", "stella", Some(Role::Active)),
    ("connector", "carl", Some(Role::Connector)),
    ("objector", "otto", Some(Role::Connector)),
    ("facilitator", "fay", Some(Role::Connector)),
    ("author", "ada", Some(Role::Connector)),
];

struct Chapter {
    node: TestNode,
    people: BTreeMap<&'static str, Person>,
}

impl Chapter {
    async fn gathered() -> Self {
        let node = TestNode::patient().await;
        let mut people = BTreeMap::new();
        for (_, name, role) in WHO.iter().filter(|(_, _, role)| role.is_some()) {
            let person = if *name == "stella" {
                node.log_in(name, "read write follow push admin:read admin:write").await
            } else {
                node.person(name).await
            };
            people.insert(*name, person);
            node.grant(name, role.unwrap()).await;
        }
        // Nothing waits here: what is to be seen is who may.
        node.app
            .write(|tx| {
                let mut by_laws = ByLaws::CHAPTER;
                by_laws.consent.clarify_min = 0;
                by_laws.consent.max_rounds = 2;
                by_laws.consent.integration_max = 0;
                by_laws.connectors.valid = 3_000 * rules::by_laws::DAY;
                by_laws.agreements.review_after = 3_000 * rules::by_laws::DAY;
                laws::change(tx, &by_laws, "test")
            })
            .await
            .unwrap();
        Self { node, people }
    }

    async fn call(&self, name: &str, method: Method, path: &str, body: Option<Value>) -> Answer {
        match self.people.get(name) {
            Some(person) => person.call(method, path, body).await,
            None => {
                let mut request = self.node.http.request(method, format!("{}{path}", self.node.base));
                // Somebody from elsewhere has a name, and no token of ours.
                if name == "remote" {
                    request = request.bearer_auth("a-token-of-another-node");
                }
                let request = match &body {
                    Some(body) => request.json(body),
                    None => request,
                };
                Answer::of(request).await
            }
        }
    }

    async fn act(&self, name: &str, id: &str, act: Value) -> Answer {
        self.call(name, Method::POST, &format!("/api/v1/potluck/proposals/{id}/acts"), Some(act)).await
    }

    async fn drafted(&self, process: &str) -> String {
        let team = if process == "autonomy" { "kitchen" } else { "" };
        let sent = json!({"title": "A key for everybody", "text": "Each of us gets a key.", "process": process, "team": team});
        let draft = self.people["ada"].post("/api/v1/potluck/proposals", sent).await;
        draft["id"].as_str().unwrap().to_string()
    }

    /// A proposal of Ada's that stands where the stage says.
    async fn staged(&self, stage: &str) -> String {
        let process = match stage {
            "open" | "endorsed" | "effective" => "three_connectors",
            "advice" | "seeking" | "deciding" => "advice",
            _ => "consent",
        };
        let id = self.drafted(process).await;
        let ask = json!({"act": "ask", "people": [
            {"person": self.node.base.clone() + "/users/carl", "part": "affected"},
            {"person": self.node.base.clone() + "/users/nia", "part": "expert"}]});
        let steps: Vec<(&str, Value)> = match stage {
            "draft" | "advice" => vec![],
            "seeking" => vec![("ada", ask)],
            "deciding" => vec![
                ("ada", ask),
                ("carl", json!({"act": "advise", "advice": "go on"})),
                ("nia", json!({"act": "advise", "advice": "wait"})),
            ],
            "open" => vec![("ada", json!({"act": "publish"}))],
            "endorsed" => vec![("ada", json!({"act": "publish"})), ("carl", json!({"act": "endorse"}))],
            "effective" => {
                let endorse = json!({"act": "endorse"});
                vec![("ada", json!({"act": "publish"})), ("fay", endorse.clone()), ("otto", endorse)]
            }
            "clarify" => vec![("ada", json!({"act": "publish"}))],
            _ => {
                let mut steps = vec![("ada", json!({"act": "publish"})), ("fay", json!({"act": "facilitate"}))];
                if stage != "guided" {
                    steps.push(("ada", json!({"act": "call_for_consent"})));
                }
                if ["disputable", "integration", "voting", "voted", "closed"].contains(&stage) {
                    steps.push(("otto", json!({"act": "object", "reason": REASON})));
                }
                steps
            }
        };
        for (name, act) in steps {
            self.act(name, &id, act).await.ok();
        }
        if ["integration", "voting", "voted", "closed"].contains(&stage) {
            self.node.app.clock.advance(7 * Time::DAY);
            self.node.settled().await;
        }
        if ["voting", "voted", "closed"].contains(&stage) {
            self.act("fay", &id, json!({"act": "escalate"})).await.ok();
        }
        if stage == "voted" || stage == "closed" {
            for name in ["ada", "carl", "fay"] {
                self.act(name, &id, json!({"act": "vote", "grades": {"proposal": 1}})).await.ok();
            }
        }
        if stage == "closed" {
            self.node.app.clock.advance(7 * Time::DAY);
            self.node.settled().await;
        }
        id
    }
}

/// What an answer comes to, in a word.
fn verdict(answer: &Answer) -> String {
    match answer.status {
        200 => "yes".into(),
        status => format!("{status} {}", answer.json()["error"].as_str().unwrap_or_default()),
    }
}

/// One line for a thing: who may, and by what name the others are refused.
async fn line(what: &str, ask: impl AsyncFn(&str) -> Answer) -> String {
    let mut by_verdict: Vec<(String, Vec<&str>)> = Vec::new();
    for (role, name, _) in WHO {
        let verdict = verdict(&ask(name).await);
        match by_verdict.iter_mut().find(|(known, _)| *known == verdict) {
            Some((_, roles)) => roles.push(role),
            None => by_verdict.push((verdict, vec![role])),
        }
    }
    let mut text = format!("{what}\n");
    for (verdict, roles) in by_verdict {
        let _ = writeln!(text, "    {verdict}: {}", roles.join(" "));
    }
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_do_what_with_a_proposal() {
    let chapter = Chapter::gathered().await;
    let text = json!({"title": "Two keys", "text": "Two of us get a key."});
    let with = |act: &str, more: Value| {
        let mut all = json!({"act": act});
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    let addressed = json!({"addressed": [{"objection": 0, "how": "resolves", "note": "cheaper"}]});
    let mut amended = text.clone();
    amended.as_object_mut().unwrap().extend(addressed.as_object().unwrap().clone());
    let ask = json!({"people": [{"person": chapter.node.base.clone() + "/users/carl", "part": "affected"},
        {"person": chapter.node.base.clone() + "/users/nia", "part": "expert"}]});
    let responses = json!({"goes_ahead": true, "responses": [
        {"adviser": chapter.node.base.clone() + "/users/carl", "followed": "followed", "because": "yes"},
        {"adviser": chapter.node.base.clone() + "/users/nia", "followed": "not", "because": "no time"}]});
    let acts = [
        ("draft", with("publish", json!({}))),
        ("draft", with("discard", json!({}))),
        ("clarify", with("amend", text.clone())),
        ("clarify", with("facilitate", json!({}))),
        ("guided", with("call_for_consent", json!({}))),
        ("guided", with("withdraw", json!({"reason": REASON}))),
        ("guided", with("cancel", json!({"reason": REASON}))),
        ("consent", with("consent", json!({}))),
        ("consent", with("abstain", json!({}))),
        ("consent", with("object", json!({"reason": REASON}))),
        ("disputable", with("dispute", json!({"objection": 0, "reason": REASON}))),
        ("disputable", with("take_back", json!({"objection": 0}))),
        ("integration", with("amend", amended)),
        ("integration", with("escalate", json!({}))),
        ("integration", with("compete", text)),
        ("voting", with("vote", json!({"grades": {"proposal": 1}}))),
        ("closed", with("vote", json!({"grades": {"proposal": -1}}))),
        ("open", with("endorse", json!({}))),
        ("endorsed", with("unendorse", json!({}))),
        ("effective", with("call_in", json!({"reason": REASON}))),
        ("advice", with("ask", ask)),
        ("seeking", with("advise", json!({"advice": "go on"}))),
        ("deciding", with("decide", responses)),
    ];
    let mut found = String::new();
    for (stage, act) in acts {
        let what = format!("{} ({stage})", act["act"].as_str().unwrap());
        let staged = tokio::sync::Mutex::new(None);
        let ask = async |name: &str| {
            let mut staged = staged.lock().await;
            let id = match staged.take() {
                Some(id) => id,
                None => chapter.staged(stage).await,
            };
            let answer = chapter.act(name, &id, act.clone()).await;
            // Where nothing was done the next one finds the same.
            *staged = (answer.status != 200).then_some(id);
            answer
        };
        found += &line(&what, ask).await;
    }
    same(&found, include_str!("permissions/acts.txt"));
}

/// Compares line by line, so that what differs is seen.
fn same(found: &str, expected: &str) {
    for (found, expected) in found.lines().zip(expected.lines()) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.lines().count(), expected.lines().count(), "{found}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_use_which_address_of_the_governance_api() {
    let chapter = Chapter::gathered().await;
    let id = chapter.staged("closed").await;
    let open = chapter.staged("clarify").await;
    let candidate = json!({"statement": "I want to.", "sponsors": [chapter.people["ada"].id, chapter.people["carl"].id, chapter.people["fay"].id]});
    let candidacy =
        chapter.people["nia"].post("/api/v1/potluck/candidacies", candidate.clone()).await["id"].as_str().unwrap().to_string();
    let team =
        chapter.people["nia"].post("/api/v1/potluck/teams", json!({"name": "Cooks"})).await["id"].as_str().unwrap().to_string();
    let trustee = json!({"trustee_id": chapter.people["fay"].id});
    let for_keys = json!({"scope": "topic", "subject": "keys", "trustee_id": chapter.people["fay"].id});
    let delegation =
        chapter.people["otto"].post("/api/v1/potluck/delegations", for_keys).await["id"].as_str().unwrap().to_string();
    let mut found = String::new();
    for (method, path, ..) in openapi::OPERATIONS {
        let last = path.rsplit('/').next().unwrap();
        let subject = match path {
            path if path.contains("/candidacies/") => &candidacy,
            path if path.contains("/teams/") => &team,
            path if path.contains("/delegations/") => &delegation,
            path if path.ends_with("/sense") => &open,
            _ => &id,
        };
        let body = match last {
            "proposals" | "{id}" if method != "get" => json!({"title": "A key", "text": "For all."}),
            "acts" => json!({"act": "facilitate"}),
            "sense" => json!({"sense": "good"}),
            "statement" => json!({"statement": "Done."}),
            "change" => json!({"change": "retire"}),
            "objection" => json!({"reason": REASON}),
            "delegations" => trustee.clone(),
            "candidacies" => candidate.clone(),
            "endorsement" => json!({"results": "much", "intent": "more", "fit": "well"}),
            "teams" => json!({"name": "Gardeners"}),
            "members" | "sponsors" => json!({"account_id": chapter.people["otto"].id}),
            _ => json!({}),
        };
        let real = path.replace("{id}", subject).replace("{attachment_id}", "1");
        let name = method.to_uppercase();
        let body = (method != "get").then_some(body);
        let ask = async |who: &str| chapter.call(who, name.parse().unwrap(), &real, body.clone()).await;
        found += &line(&format!("{name} {path}"), ask).await;
    }
    same(&found, include_str!("permissions/addresses.txt"));
}

/// Everything that is kept of a decision, as text.
async fn kept(chapter: &Chapter, id: &str) -> String {
    let base = format!("/api/v1/potluck/proposals/{id}");
    let mut text = String::new();
    for part in ["", "/acts", "/versions", "/roll", "/stances", "/ballots"] {
        let _ = writeln!(text, "{}", chapter.node.get(&format!("{base}{part}")).await.ok());
    }
    let mut record = chapter.node.get(&format!("/proposals/{id}/record.json")).await.ok();
    record.as_object_mut().unwrap().remove("proof");
    text + &record.to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_steward_changes_no_ballot_no_roll_no_log_and_no_outcome_by_any_route() {
    let chapter = Chapter::gathered().await;
    let id = chapter.staged("closed").await;
    let whole = chapter.node.get(&format!("/api/v1/potluck/proposals/{id}")).await.ok();
    assert_eq!(whole["state"], "adopted");
    let status = whole["status_id"].as_str().unwrap().to_string();
    let before = kept(&chapter, &id).await;
    let stella = Visitor::logged_in(&chapter.node, "stella").await;
    let mut tried = 0;
    for route in router::routes().table() {
        // What ends her own session would end the walk.
        let ends = ["/setup", "/logout", "/security", "delete", "/oauth/revoke"].iter().any(|part| route.path.contains(part));
        if route.method == "GET" || ends {
            continue;
        }
        for subject in [&id, &status] {
            let path = route.path.split('/').map(|part| if part.starts_with('{') { subject } else { part });
            let path = path.collect::<Vec<_>>().join("/");
            let body = json!({
                "state": "rejected", "status": "changed", "title": "changed", "text": "changed", "act": "vote", "grades": {"proposal": -1},
                "statement": "changed", "reason": REASON, "stance": "object", "outcome": "changed", "choices": [0], "type": "none"
            });
            chapter.call("stella", route.method.parse().unwrap(), &path, Some(body)).await;
            if !route.path.starts_with("/api") && route.method == "POST" {
                stella
                    .send("/admin", &path, &[("act", "vote"), ("proposal", "-1"), ("statement", "changed"), ("reason", REASON)])
                    .await;
            }
            tried += 1;
        }
    }
    assert!(tried > 300, "{tried}");
    // She may have suspended herself on the way, or ended her sessions; what was decided is what it was.
    assert_eq!(kept(&chapter, &id).await, before);
}
