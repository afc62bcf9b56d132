"""Real clients against two running chapters: they log in by the real OAuth pages, post, read, follow another city.

Usage: run.py PATH/TO/potluck
"""

import base64
import datetime
import html
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
import zlib

import boto3
import http_ece
import requests
from cryptography.hazmat.backends import default_backend
from cryptography.hazmat.primitives.asymmetric import ec
from mastodon import Mastodon, StreamListener
from moto.server import ThreadedMotoServer

from chapter import PASSWORD, Node, check, checks, until

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"


def hidden(page):
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def consent(base, name, address):
    """Does what a member does in the browser; answers the code on the last page."""
    browser = requests.Session()
    page = browser.get(address)
    check("/login" in page.url, f"{address} leads to the log-in page, not to {page.url}")
    page = browser.post(f"{base}/login", data={**hidden(page.text), "name": name, "password": PASSWORD})
    check(page.status_code == 200 and "Let it in" in page.text, "after the log-in comes the question")
    page = browser.post(f"{base}/oauth/authorize", data={**hidden(page.text), "allow": "true"})
    return html.unescape(re.search(r'class="code" value="([^"]+)"', page.text).group(1))


def mastodon_py(paris, rome):
    """Mastodon.py with its version check on."""
    client_id, secret = Mastodon.create_app("Mastodon.py", api_base_url=paris.base, redirect_uris=OUT_OF_BAND)
    api = Mastodon(client_id, secret, api_base_url=paris.base, version_check_mode="created")
    address = api.auth_request_url(redirect_uris=OUT_OF_BAND, scopes=["read", "write", "follow"], allow_http=True)
    token = api.log_in(code=consent(paris.base, "ada", address), redirect_uri=OUT_OF_BAND, scopes=["read", "write", "follow"], allow_http=True)
    check(bool(token), "a token")
    check(api.account_verify_credentials().acct == "ada", "Mastodon.py knows who it is")
    check(api.instance().title == "Paris", "Mastodon.py reads the instance")
    post = api.status_post("Hello from Mastodon.py #snake", spoiler_text="greeting", visibility="unlisted")
    check(post.spoiler_text == "greeting" and post.tags[0].name == "snake", "the post is as it was sent")
    check(any(s.id == post.id for s in api.timeline_home()), "the post stands at home")
    check(api.status_update(post.id, "Hello again").content == "<p>Hello again</p>", "it can be edited")

    other = Mastodon(access_token=rome.run("token", "chiara"), api_base_url=rome.base)
    found = api.search_v2(f"chiara@{rome.domain}", resolve=True).accounts
    check(found and found[0].acct == f"chiara@{rome.domain}", "somebody in another city is found")
    api.account_follow(found[0].id)
    until(lambda: api.account_relationships(found[0].id)[0].following, "the other city accepts")
    sent = other.status_post(f"Greetings from Rome, @ada@{paris.domain}")
    copy = until(lambda: next((s for s in api.timeline_home() if s.uri == sent.uri), None), "the post from Rome arrives")
    check(copy.account.acct == f"chiara@{rome.domain}", "it is told who wrote it")
    until(lambda: any(n.type == "mention" for n in api.notifications()), "the mention is told")
    reply = api.status_reply(copy, "Greetings back")
    check(api.status_context(copy.id).descendants[0].id == reply.id, "the reply stands in the thread")
    check(api.status_favourite(copy.id).favourited and api.status_reblog(copy.id).reblog.reblogged, "favourite and boost")
    until(lambda: {n.type for n in other.notifications()} >= {"mention", "favourite", "reblog", "follow"}, "Rome is told")
    check(not api.status_unfavourite(copy.id).favourited and not api.status_unreblog(copy.id).reblogged, "both taken back")

    for n in range(45):
        api.status_post(f"page {n}", visibility="unlisted")
    pages, page = [], api.account_statuses(api.me().id, limit=20)
    while page:
        pages += page
        page = api.fetch_next(page)
    check(len({s.id for s in pages}) == len(pages) >= 47, "paging back by Link headers misses nothing")
    api.status_delete(post.id)
    check(all(s.id != post.id for s in api.timeline_home()), "a deleted post is gone")
    api.account_unfollow(found[0].id)
    api.revoke_access_token(allow_http=True)


def chunk(kind, data):
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


# A picture of one red point.
POINT = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]))
         + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b""))


class Doorbell(http.server.BaseHTTPRequestHandler):
    """Where pushes for an app arrive."""
    rung = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        Doorbell.rung.append((dict(self.headers.items()), body))
        self.send_response(201)
        self.end_headers()

    def log_message(self, *_):
        pass


class Ear(StreamListener):
    def __init__(self):
        self.heard = []

    def on_update(self, status):
        self.heard.append(("update", status.content))

    def on_notification(self, notification):
        self.heard.append(("notification", notification.type))

    def on_delete(self, status_id):
        self.heard.append(("delete", str(status_id)))


def keeps(paris):
    """What members keep and are told, as Mastodon.py sees it."""
    ada = Mastodon(access_token=paris.run("token", "ada", "--scopes", "read write follow push"), api_base_url=paris.base)
    bruno = Mastodon(access_token=paris.run("token", "bruno"), api_base_url=paris.base)
    ada_id, bruno_id = ada.me().id, bruno.me().id
    bruno.account_follow(ada_id)

    picture = ada.media_post(POINT, mime_type="image/png", description="a red point", focus=(0.5, -0.5), synchronous=True)
    check(picture.type == "image" and picture.description == "a red point" and picture.meta.focus.x == 0.5, "a picture goes up")
    shown = ada.status_post("look", media_ids=[picture.id])
    check(requests.get(shown.media_attachments[0].url).headers["content-type"] == "image/png", "and is served as what it is")
    check(ada.account_statuses(ada_id, only_media=True)[0].id == shown.id, "and found among pictures")

    list_id = ada.list_create("Cooks", replies_policy="none").id
    ada.account_follow(bruno_id)
    ada.list_accounts_add(list_id, [bruno_id])
    soup = bruno.status_post("soup for #everybody")
    check({s.account.acct for s in ada.timeline_list(list_id)} == {"bruno"}, "a list shows those in it")
    check(ada.status_bookmark(soup.id).bookmarked and ada.bookmarks()[0].id == soup.id, "a bookmark is found again")
    filtered = ada.create_filter_v2("Soup", ["home"], "warn", keywords_attributes=[{"keyword": "soup", "whole_word": True}])
    here = next(s for s in ada.timeline_home() if s.id == soup.id)
    check(here.filtered[0].filter.title == "Soup" and here.filtered[0].keyword_matches == ["soup"], "a filter says why")
    ada.delete_filter_v2(filtered.id)
    check(ada.tag_follow("everybody").following and ada.followed_tags()[0].name == "everybody", "a hashtag is followed")
    later = ada.status_post("later", scheduled_at=datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=2))
    check(ada.scheduled_statuses()[0].id == later.id, "a post waits for its time")
    ada.scheduled_status_delete(later.id)
    ada.account_update_credentials(discoverable=True, note="I cook", fields=[("Dish", "soup")])
    check(ada.me().fields[0].value == "soup" and ada.me().source.note == "I cook", "a profile is changed")
    ada.markers_set(["home"], [soup.id])
    check(str(ada.markers_get(["home"])["home"].last_read_id) == str(soup.id), "a place is kept")
    bruno.status_post("bread alone")
    check(ada.search_v2("bread", result_type="statuses").statuses == [], "who did not agree is not found by words")
    check(ada.search_v2("soup", result_type="statuses").statuses[0].id == soup.id, "what one kept is")
    check(ada.search_v2("look", result_type="statuses").statuses[0].id == shown.id, "one's own words are found")
    letter = bruno.status_post("@ada between us", visibility="direct")
    check(until(ada.conversations, "the letter is there")[0].last_status.id == letter.id, "a letter stands among letters")

    which = ada.status_post("which soup?", poll=ada.make_poll(["leek", "onion"], expires_in=3600))
    voted = bruno.poll_vote(which.poll.id, [1])
    check(voted.own_votes == [1] and voted.votes_count == 1, "a vote counts")
    once = [ada.status_post("only once", idempotency_key="one-key").id for _ in range(2)]
    check(once[0] == once[1], "what is sent twice is posted once")
    quotable = ada.status_post("quote me", quote_approval_policy="public")
    quote = bruno.status_post("hear, hear", quoted_status_id=quotable.id)
    check(quote.quote.state == "accepted" and quote.quote.quoted_status.id == quotable.id, "a quote is shown with what it quotes")
    check(ada.status_quotes(quotable.id)[0].id == quote.id, "and found from there")
    revoked = ada.status_quote_revoke(quotable.id, quote.id)
    check(revoked.quote.state == "revoked", "and taken back by whoever is quoted")

    ear = Ear()
    stream = ada.stream_user(ear, run_async=True, timeout=60)
    check(until(stream.is_receiving, "the stream is open"), "the stream is open")
    spoken = bruno.status_post("heard at once @ada")
    until(lambda: ("notification", "mention") in ear.heard, "the mention is heard")
    until(lambda: any(kind == "update" and "heard at once" in what for kind, what in ear.heard), "the post is heard")
    bruno.status_delete(spoken.id)
    until(lambda: ("delete", str(spoken.id)) in ear.heard, "that it is gone is heard")
    stream.close()

    door = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Doorbell)
    threading.Thread(target=door.serve_forever, daemon=True).start()
    for standard in (False, True):
        Doorbell.rung.clear()
        private, public = ada.push_subscription_generate_keys()
        # Mastodon.py knows the newer encoding by name only.
        keys = {name: base64.urlsafe_b64encode(public[of]).decode().rstrip("=") for name, of in [("p256dh", "pubkey"), ("auth", "auth")]}
        place = {"endpoint": f"http://127.0.0.1:{door.server_port}/ada", "keys": keys, "standard": True}
        if standard:
            made = requests.post(f"{paris.base}/api/v1/push/subscription", headers={"Authorization": f"Bearer {ada.access_token}"},
                                 json={"subscription": place, "data": {"alerts": {"mention": True}}})
            check(made.ok and made.json()["standard"], f"subscribed in the newer way: {made.text}")
        else:
            ada.push_subscription_set(place["endpoint"], public, mention_events=True)
        bruno.status_post(f"ring @ada, {'new' if standard else 'old'}")
        headers, body = until(lambda: Doorbell.rung, "the doorbell rings")[0]
        headers = {name.lower(): value for name, value in headers.items()}
        check(headers["content-encoding"] == ("aes128gcm" if standard else "aesgcm"), "in the encoding asked for")
        if standard:
            key = ec.derive_private_key(private["privkey"], ec.SECP256R1(), default_backend())
            told = json.loads(http_ece.decrypt(body, private_key=key, auth_secret=private["auth"], version="aes128gcm"))
            check(told["notification_type"] == "mention" and "bruno" in told["title"], f"a foreign library reads it: {told}")
        else:
            told = ada.push_subscription_decrypt_push(body, private, headers["encryption"], headers["crypto-key"])
            check(told.notification_type == "mention", "Mastodon.py reads it")
        ada.push_subscription_delete()
    door.shutdown()


def toot(paris, rome):
    """toot as somebody types it."""
    home = tempfile.mkdtemp(prefix="potluck-toot-")
    program = os.path.join(os.path.dirname(sys.executable), "toot")
    env = {**os.environ, "XDG_CONFIG_HOME": home, "HOME": home, "NO_COLOR": "1", "BROWSER": "true"}

    def run(*args, given=None):
        done = subprocess.run([program, *args], input=given, text=True, capture_output=True, env=env, timeout=60)
        assert done.returncode == 0, f"toot {args}: {done.stdout}{done.stderr}"
        return done.stdout

    login = subprocess.Popen([program, "login", "--instance", paris.base], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True, env=env)
    said = ""
    while "/oauth/authorize" not in said or not said.endswith("\n"):
        letter = login.stdout.read(1)
        assert letter, f"toot ended early: {said}"
        said += letter
    address = re.search(r"http://\S+/oauth/authorize\S*", said).group(0)
    said += login.communicate("n\n" + consent(paris.base, "bruno", address) + "\n", timeout=60)[0]
    check(login.returncode == 0 and "uccessfully logged in" in said, f"toot logs in: {said}")
    check("@bruno" in run("whoami"), "toot knows who it is")
    run("post", "Hello from toot")
    check("Hello from toot" in run("timelines", "home", "--no-pager"), "toot reads home")
    check("ollow" in run("follow", f"chiara@{rome.domain}"), "toot follows somebody in another city")
    picture = os.path.join(home, "point.png")
    with open(picture, "wb") as file:
        file.write(POINT)
    shown = json.loads(run("post", "A point", "--media", picture, "--description", "red", "--json"))
    check(shown["media_attachments"][0]["description"] == "red", "toot posts a picture")
    asked = json.loads(run("post", "Which?", "--poll-option", "leek", "--poll-option", "onion", "--json"))
    check([option["title"] for option in asked["poll"]["options"]] == ["leek", "onion"], "toot asks")
    later = json.loads(run("post", "Tomorrow", "--scheduled-in", "2 hours", "--json"))
    check("scheduled_at" in later, "toot posts later")
    run("bookmark", shown["id"])
    check("A point" in run("bookmarks", "--once"), "toot keeps a post")
    run("pin", shown["id"])
    check(json.loads(run("status", shown["id"], "--json"))["pinned"], "toot pins a post")
    run("lists", "create", "Cooks")
    run("lists", "add", "Cooks", f"chiara@{rome.domain}")
    check("Cooks" in run("lists", "list") and f"chiara@{rome.domain}" in run("lists", "accounts", "Cooks"), "toot keeps a list")
    check("bruno" in run("search", "bruno"), "toot finds people")
    run("tags", "follow", "bread")
    check("bread" in run("tags", "followed"), "toot follows a hashtag")
    run("update-account", "--note", "I bake")
    check("I bake" in run("whoami"), "toot changes the profile")
    run("delete", asked["id"])
    check("Which?" not in run("timelines", "home", "--no-pager"), "toot deletes a post")
    token = rome.run("token", "chiara")
    rome_api = Mastodon(access_token=token, api_base_url=rome.base)
    until(lambda: any(n.type == "follow" and n.account.acct.startswith("bruno@") for n in rome_api.notifications()), "Rome is told")
    rome_api.status_post("The oven is hot")
    until(lambda: "The oven is hot" in run("timelines", "home", "--no-pager"), "toot sees the post from Rome")
    shutil.rmtree(home, ignore_errors=True)


def moves(paris, rome):
    """What somebody keeps leaves one city in Mastodon's files and comes in at another."""
    ada = Mastodon(access_token=paris.run("token", "ada"), api_base_url=paris.base)
    chiara_there = ada.account_search(f"chiara@{rome.domain}")[0]
    ada.account_follow(chiara_there.id)
    folder = tempfile.mkdtemp(prefix="potluck-moves-")
    follows, archive = os.path.join(folder, "following_accounts.csv"), os.path.join(folder, "archive.zip")
    paris.run("export", "ada", follows)
    paris.run("export", "ada", archive)
    with open(follows) as file:
        lines = file.read().splitlines()
    check(lines[0] == "Account address,Show boosts,Notify on new posts,Languages", "the file has Mastodon's first line")
    check(f"chiara@{rome.domain},true,false," in lines, "and names whom ada follows")
    with zipfile.ZipFile(archive) as found:
        names = found.namelist()
        written = json.loads(found.read("outbox.json"))["orderedItems"]
    check({"actor.json", "outbox.json", "likes.json", "bookmarks.json", "lists.csv"} <= set(names), "an archive as Mastodon makes them")
    check(any(name.startswith("media_attachments/") for name in names), "with the pictures")
    rome.person("adele")
    said = rome.run("import", "adele", archive)
    mine = sum(1 for one in written if one["type"] == "Create" and "#Public" in str(one["to"]) + str(one["cc"]))
    check(int(said.split()[0]) >= mine > 0, f"the posts come in: {said}")
    check("0 posts came in" in rome.run("import", "adele", archive), "once")
    check("Done: " in rome.run("import", "adele", follows), "the follows come in")
    adele = Mastodon(access_token=rome.run("token", "adele"), api_base_url=rome.base)
    me = adele.me()
    check(any(one.acct == "chiara" for one in adele.account_following(me.id)), "and are in force")
    posts = adele.account_statuses(me.id, limit=40)
    check(any(post.media_attachments for post in posts), "pictures came along")
    shutil.rmtree(folder, ignore_errors=True)


def bucket():
    """Pictures in a bucket that speaks S3 (moto's), instead of a folder."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    s3 = boto3.client("s3", endpoint_url=endpoint, aws_access_key_id="key", aws_secret_access_key="secret", region_name="us-east-1")
    s3.create_bucket(Bucket="pictures")
    secret = tempfile.NamedTemporaryFile("w", suffix=".secret")
    secret.write("secret\n")
    secret.flush()
    node = Node("Oslo", f"""
[media.s3]
bucket = "pictures"
endpoint = "{endpoint}"
access_key = "key"
secret_key_file = "{secret.name}"
""")
    try:
        node.person("olga")
        olga = Mastodon(access_token=node.run("token", "olga"), api_base_url=node.base)
        media = olga.media_post(POINT, mime_type="image/png", description="a pot")
        post = olga.status_post("From the bucket", media_ids=[media.id])
        keys = [one["Key"] for one in s3.list_objects_v2(Bucket="pictures").get("Contents", [])]
        check(len(keys) == 2 and all(key.startswith("files/") for key in keys), f"the picture and its preview are in the bucket: {keys}")
        answer = requests.get(post.media_attachments[0].url, timeout=30)
        check(answer.status_code == 200 and answer.headers["content-type"] == "image/png", "and are shown from there by the node")
        part = requests.get(post.media_attachments[0].url, headers={"range": "bytes=0-9"}, timeout=30)
        check(part.status_code == 206 and len(part.content) == 10, "also in parts")
        check(requests.get(f"{node.base}/media/files/xx/nothing.png", timeout=30).status_code == 404, "what is not there is not found")
    finally:
        node.end()
        server.stop()


nodes = []
try:
    nodes = [Node("Paris"), Node("Rome")]
    nodes[0].person("ada")
    nodes[0].person("bruno")
    nodes[1].person("chiara")
    mastodon_py(*nodes)
    toot(*nodes)
    keeps(nodes[0])
    moves(*nodes)
    bucket()
finally:
    for node in nodes:
        node.end()
print(f"{checks[0]} checks passed")
