//! The OpenAPI document of the governance API: every address, what it takes and what it needs. A test holds it against the
//! routes.

use axum::Json;
use serde_json::{Map, Value, json};

use crate::web::Routes;

pub fn routes() -> Routes {
    Routes::new().get("/api/openapi.json", document)
}

/// An address: method, path, the scope it needs (none: anybody), what it is for, and the schema of what it takes.
type Operation = (&'static str, &'static str, Option<&'static str>, &'static str, Option<&'static str>);

const READ: Option<&str> = Some("read:decisions");
const WRITE: Option<&str> = Some("write:decisions");
const ADMIN: Option<&str> = Some("admin:write");

pub const OPERATIONS: [Operation; 59] = [
    (
        "get",
        "/api/v1/potluck/proposals",
        None,
        "Published proposals, the newest first; filters: state, process, topic, team, q, account_id",
        None,
    ),
    ("post", "/api/v1/potluck/proposals", WRITE, "Begin a draft", Some("Draft")),
    ("get", "/api/v1/potluck/proposals/waiting", READ, "Open proposals without an answer of yours", None),
    ("get", "/api/v1/potluck/proposals/drafts", READ, "Your drafts", None),
    ("get", "/api/v1/potluck/proposals/{id}", None, "Everything about a proposal; with a token also what you have said", None),
    ("put", "/api/v1/potluck/proposals/{id}", WRITE, "Change a draft of yours", Some("Draft")),
    ("get", "/api/v1/potluck/proposals/{id}/acts", None, "What was done, in order", None),
    ("post", "/api/v1/potluck/proposals/{id}/acts", WRITE, "Do something with it", Some("Act")),
    ("get", "/api/v1/potluck/proposals/{id}/versions", None, "Every version of its text, with its digest", None),
    ("get", "/api/v1/potluck/proposals/{id}/roll", None, "Who decides", None),
    ("get", "/api/v1/potluck/proposals/{id}/stances", None, "Who has said what in this round", None),
    ("get", "/api/v1/potluck/proposals/{id}/ballots", None, "The ballots of its vote", None),
    (
        "post",
        "/api/v1/potluck/proposals/{id}/attachments",
        WRITE,
        "Hang a file on it, as `file` of a multipart form, 10 MB at most",
        None,
    ),
    ("delete", "/api/v1/potluck/proposals/{id}/attachments/{attachment_id}", WRITE, "Take a file off again", None),
    ("post", "/api/v1/potluck/proposals/{id}/sense", WRITE, "How it feels: good, unsure or worried; binds nobody", Some("Sense")),
    ("post", "/api/v1/potluck/proposals/{id}/statement", WRITE, "Say what came of it, as its author", Some("Statement")),
    (
        "post",
        "/api/v1/potluck/proposals/{id}/advisory",
        WRITE,
        "Ask everybody, here and elsewhere, by a poll of the chapter's; it binds nobody",
        Some("Advisory"),
    ),
    ("post", "/api/v1/potluck/proposals/{id}/chapters", WRITE, "Ask the other chapters of the network for advice", None),
    ("get", "/api/v1/potluck/agreements", None, "The register; with ended=true what does not hold any more", None),
    (
        "post",
        "/api/v1/potluck/agreements/{id}/change",
        WRITE,
        "Renew or retire an agreement you are responsible for",
        Some("Change"),
    ),
    ("post", "/api/v1/potluck/agreements/{id}/objection", WRITE, "Object to such a change", Some("Reason")),
    ("get", "/api/v1/potluck/by_laws", None, "What the chapter decides by; times in seconds", None),
    ("get", "/api/v1/potluck/delegations", READ, "Who speaks for whom", None),
    ("post", "/api/v1/potluck/delegations", WRITE, "Hand your voice on; without trustee_id opt out", Some("Delegation")),
    ("delete", "/api/v1/potluck/delegations/{id}", WRITE, "Take your voice back", None),
    ("get", "/api/v1/potluck/teams", None, "Groups and projects, with how many belong to each", None),
    ("post", "/api/v1/potluck/teams", WRITE, "Begin a group or project", Some("Team")),
    ("get", "/api/v1/potluck/teams/{id}", None, "One of them, with who belongs to it", None),
    ("post", "/api/v1/potluck/teams/{id}/members", WRITE, "Bring somebody into a team of yours", Some("Sponsor")),
    ("post", "/api/v1/potluck/teams/{id}/leave", WRITE, "Leave it", None),
    ("post", "/api/v1/potluck/teams/{id}/end", WRITE, "End it; what it has decided stays", None),
    ("get", "/api/v1/potluck/network", None, "The network of chapters: where it stands, its roster, who wants to join", None),
    ("post", "/api/v1/potluck/network", ADMIN, "Found a network with other chapters, as a steward", Some("Founding")),
    ("post", "/api/v1/potluck/network/agree", ADMIN, "Sign the roster this chapter is invited to", None),
    ("post", "/api/v1/potluck/network/decline", ADMIN, "Decline it, or take back what was begun", None),
    ("post", "/api/v1/potluck/network/join", ADMIN, "Ask to join the network another chapter belongs to", Some("Joining")),
    ("post", "/api/v1/potluck/network/leave", ADMIN, "Leave it", None),
    ("post", "/api/v1/potluck/network/key", ADMIN, "Sign with a new key from now on, and tell the network", None),
    ("get", "/api/v1/potluck/network/governance_key", READ, "The key you decide with, and where it is kept", None),
    (
        "post",
        "/api/v1/potluck/network/governance_key",
        WRITE,
        "Keep it on a device, or without key on the node again; 428 has what is to be signed for the header potluck-proof",
        Some("Custody"),
    ),
    ("get", "/api/v1/potluck/network/decisions", None, "What the network decides, the newest first; state: open or closed", None),
    ("post", "/api/v1/potluck/network/decisions", WRITE, "Propose something to all chapters", Some("NetworkDraft")),
    (
        "get",
        "/api/v1/potluck/network/decisions/{id}",
        None,
        "One of them as this chapter knows it; with a token also what became of what you said",
        None,
    ),
    (
        "post",
        "/api/v1/potluck/network/decisions/{id}/acts",
        WRITE,
        "Say something in it, or hand your voice on with act: delegate; it is signed and brought to the host",
        Some("NetworkAct"),
    ),
    (
        "post",
        "/api/v1/potluck/network/decisions/{id}/challenges",
        WRITE,
        "Say, before it is opened, that somebody should not be on its roll; what their chapter has signed is looked up",
        Some("Challenge"),
    ),
    (
        "post",
        "/api/v1/potluck/network/decisions/{id}/vouch",
        WRITE,
        "Vouch, as a Connector, for the new key of a member whose old one is lost",
        Some("Sponsor"),
    ),
    (
        "post",
        "/api/v1/potluck/network/decisions/{id}/advisory",
        WRITE,
        "Ask everybody, here and elsewhere, as its author, by a poll of the chapter's; it binds nobody",
        Some("Advisory"),
    ),
    ("get", "/api/v1/potluck/history", READ, "What was decided before this node; filter: q", None),
    ("get", "/api/v1/potluck/history/{id}", READ, "All of one of those", None),
    ("get", "/api/v1/potluck/connectors", None, "Who represents the chapter, and until when", None),
    ("get", "/api/v1/potluck/candidacies", READ, "Who is on the way to become a Connector", None),
    ("post", "/api/v1/potluck/candidacies", WRITE, "Declare that you want to become one", Some("Candidacy")),
    ("get", "/api/v1/potluck/candidacies/{id}", READ, "One of them, with signed endorsements", None),
    (
        "post",
        "/api/v1/potluck/candidacies/{id}/endorsement",
        WRITE,
        "Vouch, as a sponsor, on three criteria",
        Some("Endorsement"),
    ),
    ("post", "/api/v1/potluck/candidacies/{id}/sponsors", WRITE, "Name another sponsor", Some("Sponsor")),
    ("post", "/api/v1/potluck/candidacies/{id}/withdrawal", WRITE, "Let it go", None),
    ("post", "/api/v1/potluck/seat/opt_in", WRITE, "Stay a Connector for another year", None),
    ("post", "/api/v1/potluck/seat/resignation", WRITE, "Give your seat back", None),
    ("get", "/api/openapi.json", None, "This document", None),
];

fn object(required: &[&str], properties: Value) -> Value {
    json!({"type": "object", "required": required, "properties": properties})
}

fn schemas() -> Value {
    let text = || json!({"type": "string"});
    let act = |name: &str, more: Value| {
        let mut properties = json!({"act": {"const": name}});
        if let (Some(all), Some(more)) = (properties.as_object_mut(), more.as_object()) {
            all.extend(more.clone());
        }
        object(&["act"], properties)
    };
    let plain =
        ["publish", "discard", "facilitate", "call_for_consent", "consent", "abstain", "escalate", "endorse", "unendorse"];
    let mut acts: Vec<Value> = plain.iter().map(|name| act(name, json!({}))).collect();
    for name in ["object", "withdraw", "cancel", "call_in"] {
        acts.push(act(name, json!({"reason": text()})));
    }
    for name in ["take_back", "undispute"] {
        acts.push(act(name, json!({"objection": {"type": "integer", "minimum": 0}})));
    }
    acts.push(act("dispute", json!({"objection": {"type": "integer", "minimum": 0}, "reason": text()})));
    let answer = object(
        &["objection", "how", "note"],
        json!({"objection": {"type": "integer"}, "how": {"enum": ["resolves", "monitors", "delegates", "defers"]}, "note": text()}),
    );
    let written = json!({"title": text(), "driver": text(), "text": text(), "addressed": {"type": "array", "items": answer}});
    acts.push(act("amend", written));
    acts.push(act("compete", json!({"title": text(), "text": text()})));
    acts.push(act(
        "vote",
        json!({"grades": {"type": "object", "additionalProperties": {"type": "integer", "minimum": -100, "maximum": 100}}}),
    ));
    let asked = object(
        &["person", "part"],
        json!({"person": {"type": "string", "format": "uri"}, "part": {"enum": ["affected", "expert"]}}),
    );
    acts.push(act("ask", json!({"people": {"type": "array", "items": asked}})));
    acts.push(act("advise", json!({"advice": text()})));
    let response = object(
        &["adviser", "followed", "because"],
        json!({"adviser": {"type": "string", "format": "uri"}, "followed": {"enum": ["followed", "partly", "not"]}, "because": text()}),
    );
    acts.push(act("decide", json!({"goes_ahead": {"type": "boolean"}, "responses": {"type": "array", "items": response}})));
    let scope = json!({"enum": ["proposal", "topic", "body"], "default": "proposal"});
    let delegate = act("delegate", json!({"scope": scope, "trustee": text(), "ended": {"type": "boolean"}}));
    json!({
        "NetworkAct": {"oneOf": [{"$ref": "#/components/schemas/Act"}, delegate]},
        "Draft": object(&["title", "text"], json!({
            "process": {"enum": ["consent", "three_connectors", "advice", "autonomy"], "default": "consent"}, "title": {"type": "string", "maxLength": 200},
            "driver": text(), "text": {"type": "string", "maxLength": 50_000, "description": "Markdown"}, "topic": text(), "team": text(),
            "budget": text(), "brand": {"type": "boolean"}, "responsible": {"type": "array", "items": {"type": "string"}},
            "review_at": {"type": "string", "format": "date"}, "replaces_id": text(),
            "revokes": {"type": "string", "description": "The account of a Connector whose seat shall end"},
            "by_laws": {"type": "object", "description": "All by-laws as they shall be, as /api/v1/potluck/by_laws shows those in force"}
        })),
        "Act": {"oneOf": acts},
        "Founding": object(&["name", "chapters"], json!({"name": {"type": "string", "maxLength": 100}, "chapters": {"type": "array", "items": text()}})),
        "Joining": object(&["chapter"], json!({"chapter": {"type": "string", "description": "The handle or address of a chapter of that network"}})),
        "NetworkDraft": object(&["title", "text"], json!({
            "process": {"enum": ["consent", "three_connectors", "advice"], "default": "consent"}, "title": {"type": "string", "maxLength": 200},
            "driver": text(), "text": {"type": "string", "maxLength": 50_000, "description": "Markdown"}, "topic": text(), "impact": {"type": "boolean"},
            "change": {"enum": ["admit", "suspend", "restore", "cap"]}, "chapter": text(), "cap": {"type": "integer", "minimum": 1, "maximum": 1000}
        })),
        "Custody": object(&[], json!({"key": {"type": "string", "description": "Multikey"}, "lost": {"type": "boolean"}})),
        "Challenge": object(&["voter", "reason"], json!({"voter": text(), "reason": {"type": "string", "minLength": 10, "maxLength": 2_000}})),
        "Advisory": object(&[], json!({"options": {"type": "array", "items": {"type": "string", "maxLength": 50}, "maxItems": 4}})),
        "Team": object(&["name"], json!({"name": {"type": "string", "maxLength": 100}, "kind": {"enum": ["group", "project"], "default": "group"}, "purpose": text()})),
        "Sense": object(&["sense"], json!({"sense": {"enum": ["good", "unsure", "worried"]}})),
        "Statement": object(&["statement"], json!({"statement": text()})),
        "Change": object(&["change"], json!({"change": {"enum": ["renew", "retire"]}, "review_at": {"type": "string", "format": "date"}})),
        "Reason": object(&["reason"], json!({"reason": text()})),
        "Candidacy": object(&["statement", "sponsors"], json!({"statement": text(), "sponsors": {"type": "array", "items": {"type": "string"}}})),
        "Endorsement": object(&["results", "intent", "fit"], json!({"results": text(), "intent": text(), "fit": text()})),
        "Sponsor": object(&["account_id"], json!({"account_id": text()})),
        "Delegation": object(&[], json!({"scope": {"enum": ["proposal", "topic", "body", "network_topic", "network"], "default": "body"}, "subject": text(), "trustee_id": text()}))
    })
}

async fn document() -> Json<Value> {
    let mut paths: Map<String, Value> = Map::new();
    for (method, path, scope, summary, takes) in OPERATIONS {
        let mut operation = json!({
            "summary": summary,
            "responses": {"200": {"description": "JSON"}, "401": {"description": "No token"}, "403": {"description": "Refused, with the reason in `error`"},
                "404": {"description": "There is none, or it is not for you"}, "409": {"description": "Too early or too late"}, "422": {"description": "`error` says how to mend it"}}
        });
        if let Some(scope) = scope {
            operation["security"] = json!([{"oauth": [scope]}]);
        }
        let named = path.split(['{', '}']).skip(1).step_by(2);
        let parameters: Vec<Value> =
            named.map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}})).collect();
        if !parameters.is_empty() {
            operation["parameters"] = parameters.into();
        }
        if let Some(schema) = takes {
            let content = json!({"schema": {"$ref": format!("#/components/schemas/{schema}")}});
            operation["requestBody"] = json!({"required": true, "content": {"application/json": content}});
        }
        paths.entry(path).or_insert_with(|| json!({}))[method] = operation;
    }
    let scopes = json!({"read:decisions": "Read what waits for you", "write:decisions": "Propose, answer, vote, delegate", "admin:write": "What a steward does"});
    Json(json!({
        "openapi": "3.1.0",
        "info": {"title": "Potluck: decisions", "version": env!("CARGO_PKG_VERSION"), "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"}},
        "paths": paths,
        "components": {
            "schemas": schemas(),
            "securitySchemes": {"oauth": {"type": "oauth2", "flows": {"authorizationCode": {"authorizationUrl": "/oauth/authorize", "tokenUrl": "/oauth/token", "scopes": scopes}}}}
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[tokio::test]
    async fn every_address_of_decisions_is_described_and_no_other() {
        let ours = |path: &str| {
            [
                "proposals",
                "delegations",
                "agreements",
                "by_laws",
                "connectors",
                "candidacies",
                "seat",
                "history",
                "teams",
                "network",
            ]
            .iter()
            .any(|p| path.starts_with(&format!("/api/v1/potluck/{p}")))
                || path == "/api/openapi.json"
        };
        let routes: BTreeSet<(String, String)> = super::super::api::routes()
            .merge(crate::delegations::api::routes())
            .merge(crate::credentials::api::routes())
            .merge(crate::history::api::routes())
            .merge(crate::teams::api::routes())
            .merge(crate::network::api::routes())
            .merge(routes())
            .table()
            .iter()
            .filter(|route| ours(route.path))
            .map(|route| (route.method.to_ascii_lowercase(), route.path.to_string()))
            .collect();
        let described = OPERATIONS.iter().map(|(method, path, ..)| ((*method).to_string(), (*path).to_string())).collect();
        assert_eq!(routes, described);
        let Json(document) = document().await;
        // Every act the rules know can be said.
        let acts: BTreeSet<&str> = document["components"]["schemas"]["Act"]["oneOf"]
            .as_array()
            .unwrap()
            .iter()
            .map(|act| act["properties"]["act"]["const"].as_str().unwrap())
            .collect();
        assert_eq!(acts.len(), 22);
        for act in acts {
            let said = json!({"act": act, "reason": "x", "objection": 0, "people": [], "advice": "x", "goes_ahead": true, "responses": []});
            assert!(serde_json::from_value::<rules::proposal::Act>(said).is_ok(), "{act}");
        }
    }
}
