//! Rows of posts and of what hangs on them.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::clock::Time;
use crate::db::among::{self, IsPublic};
use crate::db::schema::{
    accounts, bookmarks, favourites, mentions, status_edits, status_tags, statuses, thread_mutes, tombstones,
};
use crate::db::{Tx, direct};
use crate::error::Result;
use crate::ids;
use crate::web::Paging;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = statuses, treat_none_as_default_value = false)]
pub struct Status {
    pub id: i64,
    pub uri: String,
    pub url: String,
    pub account_id: i64,
    pub local: bool,
    /// Set: this is a boost, and has no content of its own.
    pub reblog_of_id: Option<i64>,
    pub in_reply_to_uri: Option<String>,
    pub in_reply_to_id: Option<i64>,
    pub in_reply_to_account_id: Option<i64>,
    /// The first post of the thread, as far as it is known here.
    pub thread_id: i64,
    /// HTML, safe to show.
    pub content: String,
    /// What the author typed.
    pub source: Option<String>,
    pub spoiler_text: String,
    pub visibility: String,
    pub sensitive: bool,
    pub language: Option<String>,
    pub app_id: Option<i64>,
    pub idempotency_key: Option<String>,
    pub created_at: i64,
    pub edited_at: Option<i64>,
    pub replies_count: i64,
    pub reblogs_count: i64,
    pub favourites_count: i64,
    /// `Note`, `Question`, `Article`, … as its server calls it.
    pub object_type: String,
    /// JSON: Mastodon's MediaAttachment entities.
    pub attachments: String,
    /// JSON: Mastodon's CustomEmoji entities.
    pub emojis: String,
    /// JSON, see `federation::policies`.
    pub interaction_policy: Option<String>,
    /// Where its server lists what answers it.
    pub replies_url: Option<String>,
    /// The conversation it belongs to (FEP-7888).
    pub context_uri: Option<String>,
    /// The room it was said in.
    pub group_id: Option<i64>,
    /// Since when nobody may answer any more.
    pub locked_at: Option<i64>,
    pub backfilled_at: Option<i64>,
    pub quote_uri: Option<String>,
    pub quote_id: Option<i64>,
    /// `accepted`, `pending`, `rejected`, `revoked` or `unverified`.
    pub quote_state: Option<String>,
    pub quote_approval_uri: Option<String>,
    pub quotes_count: i64,
    /// JSON: what an Article has beyond a Note.
    pub article: Option<String>,
}

impl Status {
    /// A row with nothing in it but who wrote it and when.
    pub fn blank(id: i64, uri: String, account_id: i64, local: bool, now: Time) -> Self {
        Self {
            id,
            url: uri.clone(),
            uri,
            account_id,
            local,
            reblog_of_id: None,
            in_reply_to_uri: None,
            in_reply_to_id: None,
            in_reply_to_account_id: None,
            thread_id: id,
            content: String::new(),
            source: None,
            spoiler_text: String::new(),
            visibility: "direct".into(),
            sensitive: false,
            language: None,
            app_id: None,
            idempotency_key: None,
            created_at: now.0,
            edited_at: None,
            replies_count: 0,
            reblogs_count: 0,
            favourites_count: 0,
            object_type: "Note".into(),
            attachments: "[]".into(),
            emojis: "[]".into(),
            interaction_policy: None,
            replies_url: None,
            context_uri: None,
            group_id: None,
            locked_at: None,
            backfilled_at: None,
            quote_uri: None,
            quote_id: None,
            quote_state: None,
            quote_approval_uri: None,
            quotes_count: 0,
            article: None,
        }
    }
}

pub fn insert(tx: &mut Tx, status: &Status) -> Result<()> {
    direct!(tx.conn, |c| diesel::insert_into(statuses::table).values(status).execute(c))?;
    Ok(())
}

/// What a post that stands for something says now.
pub fn set_article(tx: &mut Tx, id: i64, content: &str, article: &str) -> Result<()> {
    let said = (statuses::content.eq(content), statuses::article.eq(article), statuses::edited_at.eq(tx.now.0));
    direct!(tx.conn, |c| diesel::update(statuses::table.find(id)).set(said).execute(c))?;
    Ok(())
}

pub fn by_id(tx: &mut Tx, id: i64) -> Result<Status> {
    Ok(direct!(tx.conn, |c| statuses::table.find(id).select(Status::as_select()).first(c))?)
}

pub fn by_ids(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Status>> {
    let among = among::ids(tx.conn, statuses::id, ids);
    Ok(direct!(tx.conn, |c| statuses::table.filter(among).select(Status::as_select()).load(c))?)
}

pub fn by_uris(tx: &mut Tx, uris: &[String]) -> Result<Vec<Status>> {
    let among = among::texts(tx.conn, statuses::uri, uris);
    Ok(direct!(tx.conn, |c| statuses::table.filter(among).order(statuses::id).select(Status::as_select()).load(c))?)
}

pub fn by_uri(tx: &mut Tx, uri: &str) -> Result<Option<Status>> {
    Ok(direct!(tx.conn, |c| statuses::table.filter(statuses::uri.eq(uri)).select(Status::as_select()).first(c)).optional()?)
}

pub fn by_idempotency_key(tx: &mut Tx, account_id: i64, key: &str) -> Result<Option<Status>> {
    Ok(direct!(tx.conn, |c| statuses::table
        .filter(statuses::account_id.eq(account_id))
        .filter(statuses::idempotency_key.eq(key))
        .select(Status::as_select())
        .first(c))
    .optional()?)
}

/// What an edit changes.
#[derive(AsChangeset)]
#[diesel(table_name = statuses, treat_none_as_null = true)]
pub struct Edited {
    pub content: String,
    pub source: Option<String>,
    pub spoiler_text: String,
    pub sensitive: bool,
    pub language: Option<String>,
    pub edited_at: Option<i64>,
    pub attachments: String,
    pub emojis: String,
}

pub fn edit(tx: &mut Tx, id: i64, edited: &Edited) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(statuses::table.find(id)).set(edited).execute(c))?;
    Ok(())
}

pub fn set_attachments(tx: &mut Tx, id: i64, attachments: &str) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(statuses::table.find(id)).set(statuses::attachments.eq(attachments)).execute(c))?;
    Ok(())
}

/// Keeps what a post was before an edit; `poll` are the titles of its options, as JSON.
pub fn insert_edit(tx: &mut Tx, before: &Status, poll: Option<String>) -> Result<()> {
    direct!(tx.conn, |c| diesel::insert_into(status_edits::table)
        .values((
            status_edits::id.eq(ids::new(tx.now)),
            status_edits::status_id.eq(before.id),
            status_edits::content.eq(&before.content),
            status_edits::spoiler_text.eq(&before.spoiler_text),
            status_edits::sensitive.eq(before.sensitive),
            status_edits::created_at.eq(before.edited_at.unwrap_or(before.created_at)),
            status_edits::attachments.eq(&before.attachments),
            status_edits::emojis.eq(&before.emojis),
            status_edits::poll.eq(poll),
        ))
        .execute(c))?;
    Ok(())
}

/// What a post said before an edit.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = status_edits)]
pub struct Edit {
    pub content: String,
    pub spoiler_text: String,
    pub sensitive: bool,
    pub created_at: i64,
    pub attachments: String,
    pub emojis: String,
    pub poll: Option<String>,
}

pub fn edits(tx: &mut Tx, status_id: i64) -> Result<Vec<Edit>> {
    Ok(direct!(tx.conn, |c| status_edits::table
        .filter(status_edits::status_id.eq(status_id))
        .order(status_edits::id)
        .select(Edit::as_select())
        .load(c))?)
}

pub fn delete(tx: &mut Tx, id: i64) -> Result<()> {
    direct!(tx.conn, |c| diesel::delete(statuses::table.find(id)).execute(c))?;
    Ok(())
}

pub fn delete_all(tx: &mut Tx, account_id: i64) -> Result<()> {
    direct!(tx.conn, |c| diesel::delete(statuses::table.filter(statuses::account_id.eq(account_id))).execute(c))?;
    Ok(())
}

pub fn bury(tx: &mut Tx, uri: &str, actor_uri: &str) -> Result<()> {
    diesel::sql_query("INSERT INTO tombstones (uri, actor_uri, deleted_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
        .bind::<Text, _>(uri)
        .bind::<Text, _>(actor_uri)
        .bind::<BigInt, _>(tx.now.0)
        .execute(tx.conn)?;
    Ok(())
}

/// Forgets what was deleted elsewhere before `before`.
pub fn forget_buried(tx: &mut Tx, before: Time) -> Result<()> {
    let ours = format!("{}/%", tx.site.base().replace('_', "\\_"));
    direct!(tx.conn, |c| diesel::delete(
        tombstones::table.filter(tombstones::deleted_at.lt(before.0)).filter(tombstones::uri.not_like(ours).escape('\\')),
    )
    .execute(c))?;
    Ok(())
}

/// When this id was deleted by this actor.
pub fn buried_at(tx: &mut Tx, uri: &str, actor_uri: Option<&str>) -> Result<Option<i64>> {
    let mut query = tombstones::table.filter(tombstones::uri.eq(uri)).select(tombstones::deleted_at).into_boxed();
    if let Some(actor_uri) = actor_uri {
        query = query.filter(tombstones::actor_uri.eq(actor_uri));
    }
    Ok(query.first(tx.conn).optional()?)
}

/// Who may do what with a post has changed.
pub fn set_policy(tx: &mut Tx, id: i64, policy: Option<&str>) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(statuses::table.find(id)).set(statuses::interaction_policy.eq(policy)).execute(c))?;
    Ok(())
}

pub fn set_group(tx: &mut Tx, id: i64, group_id: i64) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(statuses::table.find(id)).set(statuses::group_id.eq(group_id)).execute(c))?;
    Ok(())
}

/// A conversation is closed, or opened again.
pub fn set_locked(tx: &mut Tx, id: i64, at: Option<i64>) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(statuses::table.find(id)).set(statuses::locked_at.eq(at)).execute(c))?;
    Ok(())
}

/// True for who is to look a conversation up now; not again before `again`.
pub fn begin_backfill(tx: &mut Tx, id: i64, again: Time) -> Result<bool> {
    let due = statuses::backfilled_at.is_null().or(statuses::backfilled_at.lt(again.0));
    let row = statuses::table.filter(statuses::id.eq(id)).filter(due);
    Ok(direct!(tx.conn, |c| diesel::update(row).set(statuses::backfilled_at.eq(tx.now.0)).execute(c))? > 0)
}

// ── counts ──

pub fn count_status(tx: &mut Tx, account_id: i64, by: i64, at: Option<i64>) -> Result<()> {
    let target = accounts::table.find(account_id);
    direct!(tx.conn, |c| diesel::update(target).set(accounts::statuses_count.eq(accounts::statuses_count + by)).execute(c))?;
    if let Some(at) = at {
        direct!(tx.conn, |c| diesel::update(target).set(accounts::last_status_at.eq(at)).execute(c))?;
    }
    Ok(())
}

pub fn count_reply(tx: &mut Tx, id: i64, by: i64) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(statuses::table.find(id))
        .set(statuses::replies_count.eq(statuses::replies_count + by))
        .execute(c))?;
    Ok(())
}

/// Posts written here by week since a moment: (weeks since 1970, posts, who wrote).
pub fn by_week(tx: &mut Tx, since: Time) -> Result<Vec<(i64, i64, i64)>> {
    let rows: Vec<Week> = diesel::sql_query(
        "SELECT created_at / 604800000000 AS week, count(*) AS posts, count(DISTINCT account_id) AS writers FROM statuses \
         WHERE local AND id >= $1 AND created_at >= $2 AND reblog_of_id IS NULL GROUP BY created_at / 604800000000",
    )
    .bind::<BigInt, _>(ids::floor(since))
    .bind::<BigInt, _>(since.0)
    .load(tx.conn)?;
    Ok(rows.into_iter().map(|w| (w.week, w.posts, w.writers)).collect())
}

/// How many have written something here since a moment.
pub fn writers_since(tx: &mut Tx, since: Time) -> Result<i64> {
    use diesel::AggregateExpressionMethods;
    use diesel::dsl::count;
    // The chapter passes on what others write; it is no writer.
    Ok(direct!(tx.conn, |c| statuses::table
        .filter(statuses::local)
        .filter(statuses::account_id.ne(tx.site.chapter_id))
        .filter(statuses::id.ge(ids::floor(since)))
        .filter(statuses::created_at.ge(since.0))
        .select(count(statuses::account_id).aggregate_distinct())
        .first(c))?)
}

#[derive(QueryableByName)]
struct Week {
    #[diesel(sql_type = BigInt)]
    week: i64,
    #[diesel(sql_type = BigInt)]
    posts: i64,
    #[diesel(sql_type = BigInt)]
    writers: i64,
}

pub fn count_local(tx: &mut Tx) -> Result<i64> {
    Ok(direct!(tx.conn, |c| statuses::table
        .filter(statuses::local)
        .filter(statuses::reblog_of_id.is_null())
        .count()
        .get_result(c))?)
}

// ── threads ──

/// Posts that answer one directly and that everybody may see, from after `above` on.
pub fn open_replies(tx: &mut Tx, id: i64, above: i64, limit: i64) -> Result<Vec<(i64, String)>> {
    Ok(direct!(tx.conn, |c| statuses::table
        .filter(statuses::in_reply_to_id.eq(id))
        .filter(statuses::visibility.eq_any(["public", "unlisted"]))
        .filter(statuses::id.gt(above))
        .order(statuses::id)
        .limit(limit)
        .select((statuses::id, statuses::uri))
        .load(c))?)
}

/// How many posts of a conversation that everybody may read are known.
pub fn count_of_thread(tx: &mut Tx, thread_id: i64) -> Result<i64> {
    let open = statuses::visibility.eq("public").or(statuses::visibility.eq("unlisted"));
    Ok(direct!(tx.conn, |c| statuses::table.filter(statuses::thread_id.eq(thread_id)).filter(open).count().get_result(c))?)
}

/// All posts of a thread, oldest first, at most `limit`.
pub fn thread(tx: &mut Tx, thread_id: i64, limit: i64) -> Result<Vec<Status>> {
    Ok(direct!(tx.conn, |c| statuses::table
        .filter(statuses::thread_id.eq(thread_id))
        .filter(statuses::reblog_of_id.is_null())
        .order(statuses::id)
        .limit(limit)
        .select(Status::as_select())
        .load(c))?)
}

/// Replies that came before the post they answer find their place.
pub fn adopt_children(tx: &mut Tx, parent: &Status) -> Result<()> {
    let waiting: Vec<(i64, i64)> = direct!(tx.conn, |c| statuses::table
        .filter(statuses::in_reply_to_uri.eq(&parent.uri))
        .filter(statuses::in_reply_to_id.is_null())
        .select((statuses::id, statuses::thread_id))
        .load(c))?;
    for (id, thread_id) in waiting {
        direct!(tx.conn, |c| diesel::update(statuses::table.find(id))
            .set((statuses::in_reply_to_id.eq(parent.id), statuses::in_reply_to_account_id.eq(parent.account_id)))
            .execute(c))?;
        direct!(tx.conn, |c| diesel::update(statuses::table.filter(statuses::thread_id.eq(thread_id)))
            .set(statuses::thread_id.eq(parent.thread_id))
            .execute(c))?;
        count_reply(tx, parent.id, 1)?;
    }
    Ok(())
}

// ── mentions and tags ──

pub fn set_mentions(tx: &mut Tx, status_id: i64, accounts: &[i64]) -> Result<()> {
    direct!(tx.conn, |c| diesel::delete(
        mentions::table.filter(mentions::status_id.eq(status_id)).filter(mentions::account_id.ne_all(accounts))
    )
    .execute(c))?;
    for account_id in accounts {
        diesel::sql_query("INSERT INTO mentions (status_id, account_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind::<BigInt, _>(status_id)
            .bind::<BigInt, _>(*account_id)
            .execute(tx.conn)?;
    }
    Ok(())
}

pub fn set_tags(tx: &mut Tx, status_id: i64, names: &[String]) -> Result<()> {
    direct!(tx.conn, |c| diesel::delete(
        status_tags::table.filter(status_tags::status_id.eq(status_id)).filter(status_tags::name.ne_all(names))
    )
    .execute(c))?;
    for name in names {
        diesel::sql_query("INSERT INTO status_tags (status_id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind::<BigInt, _>(status_id)
            .bind::<Text, _>(name)
            .execute(tx.conn)?;
    }
    Ok(())
}

/// Who is mentioned in which of these posts: (post, account, username, domain, url, uri).
pub type Mention = (i64, i64, String, Option<String>, String, String);

pub fn mentions_of(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Mention>> {
    let among = among::ids(tx.conn, mentions::status_id, ids);
    Ok(direct!(tx.conn, |c| mentions::table
        .inner_join(accounts::table.on(accounts::id.eq(mentions::account_id)))
        .filter(among)
        .order((mentions::status_id, mentions::account_id))
        .select((mentions::status_id, accounts::id, accounts::username, accounts::domain, accounts::url, accounts::uri))
        .load(c))?)
}

pub fn tags_of(tx: &mut Tx, ids: &[i64]) -> Result<Vec<(i64, String)>> {
    let among = among::ids(tx.conn, status_tags::status_id, ids);
    Ok(direct!(tx.conn, |c| status_tags::table
        .filter(among)
        .order((status_tags::status_id, status_tags::name))
        .select((status_tags::status_id, status_tags::name))
        .load(c))?)
}

/// Tags that begin with a text and are in use.
pub fn tags_beginning_with(tx: &mut Tx, text: &str, limit: i64, offset: i64) -> Result<Vec<String>> {
    let pattern = format!("{}%", text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    Ok(direct!(tx.conn, |c| status_tags::table
        .filter(status_tags::name.like(pattern).escape('\\'))
        .select(status_tags::name)
        .distinct()
        .order(status_tags::name)
        .limit(limit)
        .offset(offset)
        .load(c))?)
}

// ── what the viewer did ──

pub fn favourited_among(tx: &mut Tx, account_id: i64, ids: &[i64]) -> Result<Vec<i64>> {
    let among = among::ids(tx.conn, favourites::status_id, ids);
    Ok(direct!(tx.conn, |c| favourites::table
        .filter(favourites::account_id.eq(account_id))
        .filter(among)
        .select(favourites::status_id)
        .load(c))?)
}

pub fn reblogged_among(tx: &mut Tx, account_id: i64, ids: &[i64]) -> Result<Vec<i64>> {
    let among = among::ids(tx.conn, statuses::reblog_of_id, ids);
    let boosted: Vec<Option<i64>> = direct!(tx.conn, |c| statuses::table
        .filter(statuses::account_id.eq(account_id))
        .filter(among)
        .select(statuses::reblog_of_id)
        .load(c))?;
    Ok(boosted.into_iter().flatten().collect())
}

/// What these people did with a post: (who, `favourited`, `reblogged`, `bookmarked` or `muted`).
pub fn done_by(tx: &mut Tx, id: i64, people: &[i64]) -> Result<Vec<(i64, &'static str)>> {
    let mut done = Vec::new();
    let mut add = |who: Vec<i64>, act: &'static str| done.extend(who.into_iter().map(|w| (w, act)));
    add(
        favourites::table
            .filter(favourites::status_id.eq(id))
            .filter(favourites::account_id.eq_any(people))
            .select(favourites::account_id)
            .load(tx.conn)?,
        "favourited",
    );
    add(
        statuses::table
            .filter(statuses::reblog_of_id.eq(id))
            .filter(statuses::account_id.eq_any(people))
            .select(statuses::account_id)
            .load(tx.conn)?,
        "reblogged",
    );
    add(
        bookmarks::table
            .filter(bookmarks::status_id.eq(id))
            .filter(bookmarks::account_id.eq_any(people))
            .select(bookmarks::account_id)
            .load(tx.conn)?,
        "bookmarked",
    );
    add(
        thread_mutes::table
            .inner_join(statuses::table.on(statuses::thread_id.eq(thread_mutes::thread_id)))
            .filter(statuses::id.eq(id))
            .filter(thread_mutes::account_id.eq_any(people))
            .select(thread_mutes::account_id)
            .load(tx.conn)?,
        "muted",
    );
    Ok(done)
}

/// Accounts elsewhere that hold a copy because they took part: boosted, favourited or replied.
pub fn reached(tx: &mut Tx, id: i64) -> Result<Vec<i64>> {
    let boosted: Vec<i64> = direct!(tx.conn, |c| statuses::table
        .filter(statuses::reblog_of_id.eq(id).or(statuses::in_reply_to_id.eq(id)))
        .filter(diesel::dsl::not(statuses::local))
        .select(statuses::account_id)
        .limit(1_000)
        .load(c))?;
    let favourited: Vec<i64> =
        favourites::table.filter(favourites::status_id.eq(id)).select(favourites::account_id).limit(1_000).load(tx.conn)?;
    Ok(boosted.into_iter().chain(favourited).collect())
}

// ── lists ──

/// What a list of an account's posts leaves out.
#[derive(Clone, Debug, Default)]
pub struct Without {
    pub replies: bool,
    pub reblogs: bool,
    /// What has nothing to see or hear.
    pub words_only: bool,
    /// What does not bear this hashtag.
    pub tagged: Option<String>,
}

/// An account's posts and boosts in the given circles, the newest first.
pub fn of_account(
    tx: &mut Tx,
    account_id: i64,
    circles: &[&str],
    without: &Without,
    paging: &Paging,
    limit: i64,
) -> Result<Vec<Status>> {
    let (above, below) = paging.bounds();
    let mut found: Vec<Status> = direct!(tx.conn, |c| {
        let mut query = statuses::table
            .filter(statuses::account_id.eq(account_id))
            .filter(statuses::visibility.eq_any(circles.to_vec()))
            .filter(statuses::id.gt(above))
            .filter(statuses::id.lt(below))
            .limit(limit)
            .select(Status::as_select())
            .into_boxed();
        if without.replies {
            query = query.filter(statuses::in_reply_to_uri.is_null().or(statuses::in_reply_to_account_id.eq(account_id)));
        }
        if without.reblogs || without.words_only {
            query = query.filter(statuses::reblog_of_id.is_null());
        }
        if without.words_only {
            query = query.filter(statuses::attachments.ne("[]"));
        }
        if let Some(tag) = &without.tagged {
            let bearing = status_tags::table.filter(status_tags::name.eq(tag.clone())).select(status_tags::status_id);
            query = query.filter(statuses::id.eq_any(bearing));
        }
        query = if paging.is_backwards() { query.order(statuses::id.asc()) } else { query.order(statuses::id.desc()) };
        query.load(c)
    })?;
    if paging.is_backwards() {
        found.reverse();
    }
    Ok(found)
}

/// Addresses of public posts here whose authors let search engines find them, the newest first, with when they were last
/// changed; before each author's first, that of their profile.
pub fn to_be_found(tx: &mut Tx, limit: i64) -> Result<Vec<(String, Option<i64>)>> {
    let found: Vec<(String, i64, Option<i64>, String)> = direct!(tx.conn, |c| statuses::table
        .inner_join(accounts::table.on(accounts::id.eq(statuses::account_id)))
        .filter(statuses::local)
        .filter(IsPublic)
        .filter(statuses::reblog_of_id.is_null())
        .filter(accounts::indexable)
        .filter(accounts::suspended_at.is_null())
        .filter(accounts::deleted_at.is_null())
        .filter(accounts::pending_at.is_null())
        .order(statuses::id.desc())
        .limit(limit)
        .select((statuses::url, statuses::created_at, statuses::edited_at, accounts::url))
        .load(c))?;
    let mut entries: Vec<(String, Option<i64>)> = Vec::new();
    let mut people = std::collections::HashSet::new();
    for (url, created_at, edited_at, author) in found {
        if people.insert(author.clone()) {
            entries.push((author, Some(created_at)));
        }
        entries.push((url, Some(edited_at.unwrap_or(created_at))));
    }
    Ok(entries)
}
