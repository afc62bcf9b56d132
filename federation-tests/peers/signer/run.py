"""A foreign signer (apsig, and the standards written down once more here) that is honest, and then cheats in every way.

Usage: run.py PATH/TO/potluck
"""

import base64
import datetime
import email.utils
import hashlib
import http.server
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

import requests
from apsig import ProofSigner, ProofVerifier
from apsig.draft import Signer
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from multiformats import multibase, multicodec

POTLUCK = sys.argv[1]
AS = "application/activity+json"
CONTEXT = ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v1"]
checks = 0


def check(truth, what):
    global checks
    assert truth, what
    checks += 1


def until(look, what, seconds=30):
    global checks
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if look():
            checks += 1
            return
        time.sleep(0.05)
    raise AssertionError(f"waited in vain until {what}")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Far:
    """A server with two actors, eve and mallory, and their keys."""

    def __init__(self):
        self.base = f"http://127.0.0.1:{free_port()}"
        self.keys = {name: rsa.generate_private_key(65537, 2048) for name in ("eve", "mallory")}
        self.proofs = {name: ed25519.Ed25519PrivateKey.generate() for name in ("eve", "mallory")}
        self.received = []
        far = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                name = self.path.rsplit("/", 1)[-1]
                body = json.dumps(far.actor(name)).encode() if name in far.keys else b"{}"
                self.send_response(200 if name in far.keys else 404)
                self.send_header("content-type", AS)
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self):
                far.received.append(json.loads(self.rfile.read(int(self.headers.get("content-length", 0)))))
                self.send_response(202)
                self.end_headers()

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", int(self.base.rsplit(":", 1)[-1])), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def uri(self, name):
        return f"{self.base}/users/{name}"

    def actor(self, name):
        uri = self.uri(name)
        pem = self.keys[name].public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        raw = self.proofs[name].public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return {
            "@context": CONTEXT, "id": uri, "type": "Person", "preferredUsername": name, "inbox": f"{uri}/inbox", "followers": f"{uri}/followers",
            "publicKey": {"id": f"{uri}#main-key", "owner": uri, "publicKeyPem": pem.decode()},
            "assertionMethod": [{"id": f"{uri}#ed25519-key", "type": "Multikey", "controller": uri,
                                 "publicKeyMultibase": multibase.encode(multicodec.wrap("ed25519-pub", raw), "base58btc")}],
        }


def cavage(far, url, body, name="eve", **change):
    """apsig's draft signer, with all we insist on."""
    headers = {"content-type": AS, **change.get("headers", {})}
    signed = change.get("signed", ["(request-target)", "host", "date", "digest", "content-type"])
    made = Signer(headers=headers, private_key=far.keys[name], method=change.get("method", "POST"), url=change.get("target", url),
                  key_id=change.get("key_id", f"{far.uri(name)}#main-key"), body=body, signed_headers=signed).sign()
    made.pop("Authorization", None)
    return made


def rfc9421(far, url, body, name="eve", **change):
    """RFC 9421 with RFC 9530, written here once more."""
    digest = f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
    host = url.split("/")[2]
    values = {"@method": "POST", "@target-uri": url, "@authority": host, "@path": "/" + url.split("/", 3)[3],
              "content-digest": digest, "content-type": AS, **change.get("values", {})}
    covered = change.get("covered", ["@method", "@target-uri", "@authority", "content-digest", "content-type"])
    created = int(time.time()) + change.get("ahead", 0)
    inner = "(" + " ".join(f'"{c}"' for c in covered) + ")"
    params = change.get("params", f';created={created};keyid="{far.uri(name)}#main-key";alg="rsa-v1_5-sha256"').replace("CREATED", str(created))
    text = "".join(f'"{c}": {values[c]}\n' for c in covered) + f'"@signature-params": {inner}{params}'
    made = base64.b64encode(far.keys[name].sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()
    return {"content-type": AS, "content-digest": digest, "signature-input": f"sig1={inner}{params}", "signature": f"sig1=:{made}:"}


def main():
    directory = tempfile.mkdtemp(prefix="potluck-signer-")
    domain = f"127.0.0.1:{free_port()}"
    base, far = f"http://{domain}", Far()
    run = lambda *args: subprocess.run([POTLUCK, "--data", directory, *args], input="bread and salt\n", text=True, check=True, capture_output=True).stdout
    run("init", "--domain", domain, "--name", "Paris", "--city", "Paris", "--steward", "ada", "--email", "ada@paris.example", "--password-file", "-", "--insecure-http")
    token = run("token", "ada").strip()
    node = subprocess.Popen([POTLUCK, "--data", directory, "serve", "--listen", domain], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        next(line for line in node.stdout if line.startswith("listening on"))
        story(far, base, token)
        print(f"{checks} checks passed")
    finally:
        node.kill()
        node.wait()
        shutil.rmtree(directory, ignore_errors=True)


def story(far, base, token):
    inbox, count = f"{base}/inbox", 0

    def api(path):
        return requests.get(base + path, headers={"authorization": f"Bearer {token}"}, timeout=10).json()

    def note(name="eve", **more):
        nonlocal count
        count += 1
        uri = far.uri(name)
        return {"@context": CONTEXT, "id": f"{uri}/creates/{count}", "type": "Create", "actor": uri, "to": ["https://www.w3.org/ns/activitystreams#Public"],
                "object": {"id": f"{uri}/notes/{count}", "type": "Note", "attributedTo": uri, "content": f"<p>note {count}</p>", "to": ["https://www.w3.org/ns/activitystreams#Public"],
                           "tag": [{"type": "Mention", "href": f"{base}/users/ada"}]}, **more}

    def post(headers, body, url=inbox):
        return requests.post(url, data=body, headers=headers, timeout=10).status_code

    def arrives(activity):
        words = activity["object"]["content"]
        until(lambda: any(n.get("status") and n["status"]["content"] == words for n in api("/api/v1/notifications?limit=80")), f"{words} arrives")

    # Honest, in both schemes, at every inbox.
    for sign in (cavage, rfc9421):
        for url in (inbox, f"{base}/users/ada/inbox", f"{base}/users/paris/inbox", f"{base}/actor/inbox"):
            activity = note()
            body = json.dumps(activity).encode()
            check(post(sign(far, url, body), body, url) == 202, f"{sign.__name__} at {url}")
        arrives(activity)

    # Every way to cheat, at every inbox: one refusal each, no effect.
    old = email.utils.formatdate(time.time() - 7_300, usegmt=True)
    new = email.utils.formatdate(time.time() + 7_300, usegmt=True)

    def edit(headers, name, before, after):
        key = next(k for k in headers if k.lower() == name)
        assert before in headers[key], f"{before} is not in {headers[key]}"
        return {**headers, key: headers[key].replace(before, after, 1)}

    without = lambda headers, name: {k: v for k, v in headers.items() if k.lower() != name}
    all_but = lambda gone: [h for h in ["(request-target)", "host", "date", "digest", "content-type"] if h != gone]
    covered = ["@method", "@target-uri", "@authority", "content-digest", "content-type"]
    but = lambda gone: [c for c in covered if c != gone]
    keyid = f'keyid="{far.uri("eve")}#main-key"'
    table = {
        "nothing signed": lambda u, b: {"content-type": AS},
        "an empty Signature": lambda u, b: {"content-type": AS, "signature": ""},
        "unknown algorithm": lambda u, b: edit(cavage(far, u, b), "signature", "rsa-sha256", "rsa-md5"),
        "an empty headers list": lambda u, b: edit(cavage(far, u, b), "signature", "(request-target) host date digest content-type", ""),
        "a parameter twice": lambda u, b: edit(cavage(far, u, b), "signature", "keyId=", f'keyId="{far.uri("mallory")}#main-key",keyId='),
        "a listed header absent": lambda u, b: without(cavage(far, u, b), "date"),
        "host not signed": lambda u, b: cavage(far, u, b, signed=all_but("host")),
        "date not signed": lambda u, b: cavage(far, u, b, signed=all_but("date")),
        "digest not signed": lambda u, b: cavage(far, u, b, signed=all_but("digest")),
        "another host": lambda u, b: cavage(far, u, b, headers={"host": "rome.example"}),
        "an old date": lambda u, b: cavage(far, u, b, headers={"date": old}),
        "a date to come": lambda u, b: cavage(far, u, b, headers={"date": new}),
        "another path": lambda u, b: cavage(far, u, b, target=u + "x"),
        "another method": lambda u, b: cavage(far, u, b, method="PUT"),
        "another body": lambda u, b: cavage(far, u, b + b" "),
        "another's key": lambda u, b: cavage(far, u, b, name="mallory"),
        "another's key under one's own name": lambda u, b: cavage(far, u, b, name="mallory", key_id=f"{far.uri('eve')}#main-key"),
        "a key nobody has": lambda u, b: cavage(far, u, b, key_id=f"{far.base}/nobody#main-key"),
        "one of the node's own keys": lambda u, b: cavage(far, u, b, key_id=f"{base}/users/ada#main-key"),
        "apsig's own choice of RFC 9421 components": lambda u, b: rfc9421(far, u, b, covered=["@method", "@path", "@authority", "content-type"]),
        "@method not covered": lambda u, b: rfc9421(far, u, b, covered=but("@method")),
        "@target-uri not covered": lambda u, b: rfc9421(far, u, b, covered=but("@target-uri")),
        "content-digest not covered": lambda u, b: rfc9421(far, u, b, covered=but("content-digest")),
        "another target": lambda u, b: rfc9421(far, u, b, values={"@target-uri": "https://rome.example/inbox"}),
        "created long ago": lambda u, b: rfc9421(far, u, b, ahead=-7_300),
        "created in the future": lambda u, b: rfc9421(far, u, b, ahead=7_300),
        "created missing": lambda u, b: rfc9421(far, u, b, params=f";{keyid}"),
        "keyid missing": lambda u, b: rfc9421(far, u, b, params=";created=CREATED"),
        "expired": lambda u, b: rfc9421(far, u, b, params=f";created=CREATED;expires=1700000000;{keyid}"),
        "an unknown alg": lambda u, b: rfc9421(far, u, b, params=f';created=CREATED;{keyid};alg="hmac-sha256"'),
        "a parameter twice in RFC 9421": lambda u, b: rfc9421(far, u, b, params=f";created=CREATED;{keyid};{keyid}"),
        "the digest of another body": lambda u, b: {**rfc9421(far, u, b), "content-digest": rfc9421(far, u, b + b" ")["content-digest"]},
        "another's key in RFC 9421": lambda u, b: rfc9421(far, u, b, name="mallory"),
        "two signatures": lambda u, b: {**rfc9421(far, u, b), "signature-input": rfc9421(far, u, b)["signature-input"] + ', sig2=("@method");created=1'},
    }
    for url in (inbox, f"{base}/users/ada/inbox"):
        for what, sign in table.items():
            body = json.dumps(note()).encode()
            check(post(sign(url, body), body, url) == 401, f"{what} at {url}")

    # A proof inside: what one passes on for another counts, and only as it was said.
    def proven(activity, name="eve", **options):
        made = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "verificationMethod": f"{far.uri(name)}#ed25519-key",
                "proofPurpose": "assertionMethod", "created": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"), **options}
        return ProofSigner(far.proofs[name]).sign(activity, made)

    def passed_on(activity):
        body = json.dumps(activity).encode()
        return post(cavage(far, inbox, body, name="mallory"), body)

    honest = proven(note())
    check(passed_on(honest) == 202, "a proof is taken for its author's word")
    arrives(honest)
    changed = proven(note())
    changed["object"]["content"] = "<p>put into her mouth</p>"
    cheats = {
        "no proof": note(), "changed after it was proven": changed, "proven by another": {**proven(note(), name="mallory")},
        "proven by another under her name": {**proven(note(), name="mallory", verificationMethod=f"{far.uri('eve')}#ed25519-key")},
        "expired": proven(note(), expires="2020-01-01T00:00:00Z"), "for another purpose": proven(note(), proofPurpose="authentication"),
        "an LD signature instead": {**note(), "signature": {"type": "RsaSignature2017", "creator": f"{far.uri('eve')}#main-key", "signatureValue": "AAAA"}},
        "a graph": {**note(), "@graph": [proven(note())]}, "included": {**note(), "@included": [proven(note())]},
    }
    for what, activity in cheats.items():
        check(passed_on(activity) == 401, what)

    said = [n["status"]["content"] for n in api("/api/v1/notifications?limit=80") if n.get("status")]
    check(not any("put into her mouth" in words for words in said), "nothing forged had an effect")

    # What the chapter sends to everybody can be proven by anybody: apsig checks the proof of a post.
    follow = {"@context": CONTEXT, "id": f"{far.uri('eve')}/follows/1", "type": "Follow", "actor": far.uri("eve"), "object": f"{base}/users/ada"}
    body = json.dumps(follow).encode()
    check(post(cavage(far, inbox, body), body) == 202, "a follow")
    until(lambda: any(a["type"] == "Accept" for a in far.received), "the follow is accepted")
    requests.post(f"{base}/api/v1/statuses", json={"status": "proven bread"}, headers={"authorization": f"Bearer {token}"}, timeout=10).raise_for_status()
    until(lambda: any(a["type"] == "Create" for a in far.received), "the post arrives")
    create = next(a for a in far.received if a["type"] == "Create")
    ada = requests.get(f"{base}/users/ada", headers={"accept": AS}, timeout=10).json()
    key = ada["assertionMethod"][0]
    verifies = lambda document: ProofVerifier(key["publicKeyMultibase"]).verify_proof(json.loads(json.dumps(document)))
    check(verifies(create) == key["id"], "apsig takes the proof for Ada's")
    create["object"]["content"] = "<p>stale bread</p>"
    check(not verifies(create), "and not when it was changed")


main()
