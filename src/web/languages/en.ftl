
## Frame
skip-to-content = Skip to the content
navigation = Main menu
nav-home = Home
nav-notifications = Notifications
nav-people = People
nav-search = Search
nav-about = About us
nav-privacy = Privacy
nav-profile = My profile
nav-settings = Settings
nav-desk = Steward’s desk
nav-join = Join
log-in = Log in
log-out = Log out
footer-software = Runs on Potluck, free software under the AGPL.
preference-language = Language
preference-theme = Colours
preference-apply = Apply
theme-system = As the system
theme-light = Light
theme-dark = Dark
to-the-home-page = To the home page
more = More
older = Show more
older-posts = Older posts
posts = Posts
feed = RSS feed
timelines = Timelines

## When something is wrong
fault-not-found = There is nothing here
fault-not-found-text = The page may have moved, or been deleted, or it is not for everybody. The chapter’s home page is a good place to go on.
fault-gone = This is gone
fault-gone-text = It was here once, and has been deleted for good.
fault-busy = Please wait a little
fault-busy-text = 
        Too many requests came from here. Try again in { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }.
fault-log-in = Please log in
fault-refused = This is not allowed
fault-unavailable = Not available at the moment
fault-internal = Something went wrong
fault-invalid = This cannot be used
form-has-faults = { $count ->
        [one] One thing needs a look below.
       *[other] { $count } things need a look below.
    }
fault-blank = This is needed.
fault-wrong = This does not look right.
fault-reserved = This name is reserved. Choose another.
fault-taken = This is taken already. Choose another.
fault-too-short = This is too short.
fault-accepted = Please agree to go on.
error-this-form-has-expired-go = This form has expired. Go back, reload the page and send it again.
error-this-name-and-password-do = This name and password do not go together.
error-validation-failed-text-cant-be = Write something, or add a picture.
error-validation-failed-text-character-limit = This is too long.
error-choose-at-least-one-answer = Choose at least one answer of the poll.
error-this-invitation-does-not-hold = This invitation does not hold any more. Ask for another.
error-this-action-is-not-allowed = This action is not allowed.
error-something-went-wrong-on-our = Something went wrong on our side. It has been noted.
error-this-decision-is-of-a = This decision is of a version of the protocol that this node does not know: it can be read here, and nothing more.
error-this-node-has-not-been = This node has not been set up yet. Its steward finds the link in the terminal.
error-this-is-not-the-setup = This is not the set-up link. Potluck prints it in the terminal at each start until the chapter is set up.

## Logging in, joining
login-name = Name or e-mail address
password = Password
login-forgotten = I have forgotten my password
login-no-account = No account yet?
said-logged-out = You are logged out.
join-title = Join { $it }
join-invited = You have been invited: welcome.
join-invitation-ended = This invitation does not hold any more. Ask whoever gave it to you for another.
join-closed = Accounts are made by the stewards here. Come to the next meet-up, or write to one of them.
join-by-invitation = One joins with an invitation. Any member can ask a steward for one; if you have a code, put it here.
join-code = Invitation code
join-code-use = Use the code
join-approval = A steward reads every request and answers it, usually within a few days.
join-username = User name
join-username-help = Letters, digits and underscores. Others will find you as @name@{ $it }. It cannot be changed later.
join-name = Your name, as it is shown
join-email = E-mail address
password-help = At least { $count } characters. A sentence is easy to remember.
join-reason = Why would you like to join?
join-reason-help = A few words about you, and who told you of us. Only stewards read it.
join-agreement = I agree with the rules and with how data is handled:
join-have-account = You have an account?
said-joined = Welcome! This is your home: what those you follow write comes here.
said-joined-waiting = Thank you. A steward will look at your request; you can log in once you have been let in.

## Set-up
setup-title = Set up your chapter
setup-lead = A few answers, and your city has its own place in the network.
setup-name = Name of the chapter
setup-city = City
setup-time-zone = Time zone
setup-time-zone-help = Days begin and hours are told as they are there.
setup-domain = Domain
setup-domain-help = It stands in every handle, as in @paris@paris.example.org, and cannot be changed later.
setup-try-out = Only a try-out on this machine (no TLS, other cities cannot reach it). Untick it for a public domain.
setup-steward = The first steward
setup-found = Found the chapter

## Apps
authorize-title = Let { $it } in?
authorize-wishes = The app would be able to:
authorize-password = It does not learn your password.
authorize-yes = Let it in
authorize-no = No, thanks
scope-read = read your timelines, your notifications and your account
scope-write = post, boost, favourite and change your account for you
scope-follow = follow and unfollow people for you
scope-push = send you push notifications
scope-profile = see who you are
code-title = Your code for { $it }
code-text = Copy this code and give it to the app. It works once, for ten minutes.
code-label = Code

## Posts
post-replies = { $count ->
        [one] { $count } reply
       *[other] { $count } replies
    }
post-boosts = { $count ->
        [one] { $count } boost
       *[other] { $count } boosts
    }
post-favourites = { $count ->
        [one] { $count } favourite
       *[other] { $count } favourites
    }
post-bookmark = Bookmark
post-bookmarked = Bookmarked
post-edit = Edit
post-its-page = Its page
post-delete = Delete
post-delete-sure = Delete this post? Servers it was sent to are asked to delete it too.
post-delete-yes = Delete it
post-report = Report
post-edited = edited
post-passed-on-by = passed on by { $it }
post-sensitive = Sensitive: look at it
post-picture-undescribed = A picture without a description
post-file = A file
post-replies-title = Replies
visibility-public = Everybody
visibility-unlisted = Everybody, but not in timelines
visibility-private = Followers
visibility-direct = Only those mentioned
poll-vote-on = Your answer
poll-vote = Vote
poll-votes = { $count ->
        [one] { $count } vote
       *[other] { $count } votes
    }
poll-voters = { $count ->
        [one] { $count } person has voted
       *[other] { $count } people have voted
    }
poll-own = your answer
poll-over = closed
poll-until = open until
write-title = Write a post
write-reply-title = Reply
write-edit-title = Edit the post
write-text = What would you like to say?
write-left = characters left. @name mentions somebody, #word makes it easy to find.
write-warning = Content warning (optional)
write-who = Who may see it?
write-language = Language
write-pictures = Add pictures, a film or a sound
write-picture = File { $count }
write-description = Description of file { $count }
write-description-help = A description lets those who do not see the picture know what is on it.
write-sensitive = Show it only after a click
write-poll = Add a poll
write-option = Answer { $count }
write-days = Open for how many days?
write-multiple = Several answers may be chosen
write-send = Post
write-save = Save
write-too-large = A file is too large.
said-posted = Posted.
said-edited = Your post has been changed.
said-deleted = Your post has been deleted.

## From another server
interact-title = Go on from your own server
interact-reply = Reply from your own server
interact-where = Your server or your address there
interact-placeholder = you@example.social
interact-go = Go on
interact-help = Any server of the fediverse will do: Mastodon, Misskey, GoToSocial … Members of this chapter:
interact-on = This takes you to { $it }, where you have an account and can follow or reply.
interact-continue = Continue on { $it }
interact-no-server = This is no server’s name. It looks like example.social, or you@example.social.
interact-by-hand = Or paste this into the search of your app:

## Home of members
home-following = Following
home-bookmarks = Bookmarks
home-favourites = Favourites
home-empty = Nothing here yet. Follow people from the members’ page or by searching for an address such as @name@city.example, and what they write arrives here.
home-chapter-empty = Nobody of the chapter has posted yet. Be the first.
home-bookmarks-empty = You have not bookmarked anything yet. Nobody else sees what you keep here.
home-favourites-empty = You have not favourited anything yet.
tag-empty = Nobody this chapter knows has used this tag yet.
notifications-empty = Nothing has happened yet. Replies, mentions, follows and favourites appear here.
notifications-new = New
notifications-clear = Clear all
notifications-clear-sure = Forget all notifications? Posts stay as they are.
said-notifications-cleared = All notifications are cleared.
notice-mention = mentioned you
notice-follow = follows you
notice-follow-request = would like to follow you
notice-favourite = likes your post
notice-reblog = passed your post on
notice-status = has posted
notice-poll = A poll has closed
notice-quote = quoted you
notice-update = changed a post you passed on
notice-quoted-update = changed a post you quoted
notice-admin-sign-up = has signed up
notice-admin-report = reports something
notice-moderation-warning = A steward has written to you about your account
follow-requests-waiting = { $count ->
        [one] { $count } person would like to follow you.
       *[other] { $count } people would like to follow you.
    }
search-label = What are you looking for?
search-placeholder = words, #tag, @name@city.example, an address
search-help = Searches what you wrote, what you took part in, and posts whose authors allow it. from:name, has:media, before:2026-01-31 narrow it down.
search-nothing = Nothing was found for “{ $it }”.

## People
people-description = Who makes up { $it }.
people-roles = Roles
people-all = All
people-search = Search by name
people-empty = Nobody was found.
role-supporter = Supporter
role-active = Active member
role-connector = Connector
role-dormant = Dormant Connector
role-alumni = Alumni
role-steward = Steward
role-supporter-many = Supporters
role-active-many = Active members
role-connector-many = Connectors
role-dormant-many = Dormant Connectors
role-alumni-many = Alumni
role-supporter-count = { $count ->
        [one] { $count } supporter
       *[other] { $count } supporters
    }
role-active-count = { $count ->
        [one] { $count } active member
       *[other] { $count } active members
    }
role-connector-count = { $count ->
        [one] { $count } Connector
       *[other] { $count } Connectors
    }
profile-chapter = The chapter
profile-bot = Automated
profile-follows-you = Follows you
profile-moved = This account has moved to
profile-verified = Verified: the page links back to this profile
profile-posts = { $count ->
        [one] { $count } post
       *[other] { $count } posts
    }
profile-following = { $count } following
profile-followers = { $count ->
        [one] { $count } follower
       *[other] { $count } followers
    }
profile-since = here since { $it }
profile-edit = Edit my profile
profile-elsewhere = The original page
profile-tab-replies = Posts and replies
profile-tab-media = Media
profile-pinned = Pinned
profile-latest = Latest posts
profile-empty = Nothing yet. To be there when it comes, search for { $it } in any Mastodon app and follow.
follow = Follow
unfollow = Unfollow
follow-requested = Asked: take back
mute = Mute
unmute = Unmute
block = Block
unblock = Unblock
report = Report
said-followed = You follow them now.
said-follow-asked = You have asked to follow them. Posts arrive once they agree.
said-unfollowed = You do not follow them any more.
said-muted = You will not see them any more. They do not learn of it.
said-blocked = They are blocked: you do not see each other any more.
said-undone = Undone.
said-request-accepted = They follow you now.
said-request-refused = The request is refused.
profile-attested = The chapter says so to everybody, signed
profile-connector-of = Connector of { $it }
profile-attested-until = Signed by the chapter, until { $it }

## The chapter
home-description = { $it }: the chapter in { $other }.
home-write = Write something
home-follow = Follow the chapter
home-dates = Next dates
dates-review = Looked at again:
dates-network = The network decides until then:
announcement = Announcement
home-latest = Latest posts
home-more = All posts of the chapter
home-nothing-posted = Nothing has been posted yet. Members write here, or with any Mastodon app: log in at { $it }.
home-all-people = { $count ->
        [one] One member
       *[other] All { $count } members
    }
home-elsewhere = From elsewhere
home-elsewhere-follow = From any server of the fediverse, follow
home-elsewhere-app = Members: point your Mastodon app at
about-title = About { $it }
about-values = What we value
value-transparency = Transparency: whatever may be public is public, linkable, downloadable.
value-openness = Openness: open formats in and out; whoever leaves takes their things along.
value-meet = Meet people in real life.
value-action = Action: the shortest way to start something is the best.
value-beta = Permanent beta: how we work changes by decision, and is looked at again.
value-feedback = Feedback and play: we celebrate what worked and say kindly what did not.
value-inclusion = Inclusion: many languages, slow lines, old phones, screen readers.
about-rules = Rules
about-no-rules = The chapter has not written any rules down yet.
about-stewards = Stewards
about-stewards-text = They look after this node. Write to them if something is wrong.
about-join = Joining
door-closed = Accounts are made by the stewards.
door-invitation = One joins with an invitation.
door-approval = Whoever asks is let in by a steward.
door-open = Everybody can join.
about-node = This node
about-since = Founded
about-members = Members
about-servers = Servers it knows
about-follow = Follow it as
about-app = For apps
privacy-keeps = What { $it } keeps
privacy-keeps-text = Your name, e-mail address and password (as a hash nobody can turn back), your posts, pictures, follows, votes and settings, and the apps and browsers you have logged in with. Of those who get posts by mail: their address, until they end it. No addresses of your computer, no statistics of what you read.
privacy-who = Who sees it
privacy-who-text = Public posts: everybody. Posts to followers: they, and the servers they use. Letters: those named in them, their servers, and whoever looks after a server. Bookmarks, lists, filters, notes and searches: nobody else.
privacy-servers = Other servers
privacy-servers-text = What you post is sent to the servers of those it is for. When you delete it, they are asked to do the same. Pictures of other servers are fetched by this node, so that they do not learn what you look at.
privacy-leaving = Leaving
privacy-leaving-text = You can take what you wrote with you, move to another server, and have your account deleted: all three in the settings.
write-more = Content warning, language

## Settings
save = Save
remove = Remove
accept = Accept
refuse = Refuse
said-saved = Saved.
said-profile-saved = Your profile is saved.
settings-profile = Profile
settings-privacy = Privacy and posting
settings-security = Log-in and security
settings-mail = Mail
settings-requests = Follow requests
settings-filters = Filters
settings-blocks = Blocked and muted
settings-moving = Export, import, moving
settings-delete = Delete my account
settings-note = About you
settings-note-help = A few sentences. @name, #word and addresses become links.
settings-pictures = Pictures
settings-avatar = Your picture
settings-avatar-description = What is on it, for those who do not see it
settings-avatar-remove = Remove the picture
settings-header = Banner
settings-header-description = What is on the banner
settings-header-remove = Remove the banner
settings-fields = Links and more
settings-fields-help = Your site, your pronouns, what you can do. What is empty is not shown.
settings-field-name = Label
settings-field-value = Content
settings-verified = verified
settings-rel-me = A link of yours is verified when its page links back. Put this on it:
settings-locale = Language of the pages and of mail
privacy-who-finds = Who finds you
privacy-locked = I approve who follows me
privacy-discoverable = I may be shown in directories and suggestions
privacy-indexable = My public posts may be found by searching, here and by search engines
privacy-hide = Whom I follow and who follows me is not shown
privacy-bot = This account posts by itself
privacy-posting = New posts
privacy-quotes = Who may quote you
policy-public = Everybody
policy-followers = Followers
policy-nobody = Nobody
privacy-language = Language you write in (en, fr, es …)
privacy-sensitive = My pictures are shown only after a click
delete-text = Everything you wrote here is deleted, and the servers that have it are asked to do the same. Your name stays reserved, so that nobody can pretend to be you. This cannot be undone.
delete-before = Before you go, you can take a copy along or move to another server:
delete-yes = Delete my account for good
delete-last-steward = You are the only steward. Make somebody else a steward first, or nobody could look after the chapter.
said-account-deleted = Your account is deleted. Farewell.
password-current = Your password now
password-new = New password
password-change = Change the password
password-change-help = Other browsers and all apps are logged out.
password-wrong = The password is not right.
error-the-password-is-not-right = The password is not right.
said-password-changed = Your password is changed. Everywhere else you have to log in again.
said-email-changed = Your address is changed.
said-email-asked = A letter is on its way to the new address. It is yours here once you confirm it there.
error-this-address-belongs-to-another = This address belongs to another account.
second-title = Second factor
second-text = Open your authenticator app and type the code it shows for this chapter.
second-code = Code
second-lost = The phone is lost? Type one of your recovery codes instead.
second-again = Begin again
second-on = On
second-why = A password can be guessed or stolen. With a second factor, a code from your phone is asked for as well.
second-begin = Turn on the second factor
second-turn-on = Turn it on
second-end = Turn off the second factor
said-second-ended = The second factor is off.
second-codes-left = { $count ->
        [one] { $count } recovery code is left.
       *[other] { $count } recovery codes are left.
    }
second-new-codes = New recovery codes
second-scan = With an authenticator app (such as Aegis, FreeOTP or Google Authenticator), scan this:
second-picture = QR code with the secret below
second-by-hand = Or type this secret into the app
second-codes = Your recovery codes
second-codes-text = Write these down or print them, and keep them apart from the phone. Each works once. They are not shown again.
second-codes-kept = I have kept them
error-this-code-is-not-right = This code is not right. Is the clock of the phone right?
error-this-took-too-long-begin = This took too long. Begin again.
error-the-second-factor-is-on = The second factor is on already.
security-browsers = Where you are logged in
security-browser-unknown = A browser
security-since = since { $it }
security-this = this one
security-end-others = Log out everywhere else
security-apps = Apps you have let in
security-no-apps = No app yet. Any Mastodon app will do: log in there with this chapter’s domain.
security-end-app = Shut it out
said-session-ended = That browser is logged out.
said-sessions-ended = All other browsers are logged out.
said-app-ended = The app is shut out.
filters-text = Posts with these words are hidden from you, or stand behind a warning. Nobody learns of it.
filters-empty = You filter nothing.
filters-hidden = hidden
filters-warned = behind a warning
filters-until = until { $it }
filters-for-ever = for ever
filters-add = Add a filter
filters-words = Words or phrases, one a line
filters-where = Where
filters-hide = Hide such posts altogether
filters-days = For how many days? Empty: for ever
act-filter-home = In my home timeline
act-filter-notifications = In notifications
act-filter-public = In public timelines
act-filter-thread = In conversations
act-filter-account = On profiles
blocks-blocked = Blocked
blocks-muted = Muted
blocks-none = Nobody.
blocks-hosts = Servers you do not want to hear of
blocks-hosts-text = Nothing from such a server reaches you, and nobody there follows you any more.
blocks-host = Server, such as example.social
requests-empty = Nobody waits for an answer.
requests-open = Everybody may follow you; there are no requests. You can change that under privacy.
moving-take = Take things along
moving-take-text = Your lists as CSV files, in the form Mastodon reads:
moving-archive-text = Everything you wrote, with pictures, as one archive (ActivityPub in a zip file):
moving-archive-ask = Make an archive
moving-archive-fetch = Download
moving-under-way = being made
said-archive-asked = Your archive is being made. It appears here when it is ready.
moving-bring = Bring things along
moving-bring-text = CSV files from another server: whom you follow, block and mute, bookmarks and lists.
moving-file = File
moving-kind = What is in it?
moving-kind-guess = Look into the file
moving-mode = What is here already
moving-merge = stays
moving-overwrite = is replaced
moving-bring-do = Import
moving-failed = { $count ->
        [one] { $count } line could not be done
       *[other] { $count } lines could not be done
    }
said-import-begun = The import is under way; reload the page to see how far it is.
act-list-following = Following
act-list-blocking = Blocked
act-list-muting = Muted
act-list-domain-blocking = Blocked servers
act-list-bookmarks = Bookmarks
act-list-lists = Lists
moving-in = Moving in
moving-in-text = You come from another server? Name your old account here first; then start the move over there, to { $it }. Your followers come along.
moving-old = Your old account
moving-out = Moving away
moving-out-text = On the new server, name { $it } as your old account first. Your followers are then asked to follow you there; your posts stay here.
moving-new = Your new account
moving-out-do = Move away
said-moved-away = You have moved. Your followers are told.
error-this-account-was-not-found = This account was not found. Its address looks like @name@city.example.
error-choose-a-file-first = Choose a file first.
error-what-is-in-this-file = What is in this file could not be told. Choose it from the list.

## Mail
mail-none = This node has no mail server, so no letters are sent. Your choices are kept.
mail-to = Letters go to { $it }.
act-mail-mention = When somebody mentions me
act-mail-follow-request = When somebody would like to follow me
act-mail-desk = When somebody signs up or reports something
act-mail-digest = A digest of what I have missed
act-mail-account = About the account
act-mail-test = Test
act-often-never = never
act-often-daily = daily
act-often-weekly = weekly
mail-from = Sent by { $it }.
mail-off = Switch letters of this kind off:
mail-look = Look at it
mail-off-sure = Switch off these letters:
mail-off-yes = Switch them off
mail-off-done = Done. You will get no more letters of this kind.
mail-off-settings = All settings for mail
mail-digest-subject = What you missed at { $it }
mail-digest-more = … and more.
mail-password-subject = A new password for { $it }
mail-password-text = Somebody, probably you, has asked for a new password for @{ $it }. Choose one within a day:
mail-password-not-you = If it was not you, do nothing: the password stays as it is.
mail-password-button = Choose a new password
mail-approved-subject = Welcome to { $it }
mail-approved-text = Your request has been accepted. You are @{ $it } now.
forgotten-title = Forgotten password
forgotten-text = We send you a letter with a link at which you choose a new one.
forgotten-send = Send the letter
forgotten-asked = If there is such an account, a letter is on its way. Look into the spam folder, too.
forgotten-by-hand = This node sends no mail. A steward can give you a link with which you choose a new password.
said-password-renewed = Your password is changed. Log in with it.
error-this-link-does-not-hold = This link does not hold any more. Ask for another.
mail-test-failed = The mail server did not take the letter. It said:
mail-server = Server
mail-sender = Sender
mail-test = Send a test to { $it }
mail-test-subject = A test from { $it }
mail-test-text = This letter was sent from the steward’s desk. Mail works.
said-mail-sent = The server took the letter. Look into your mailbox.
mail-latest = The latest letters
mail-no-letters = No letters have been written yet.
mail-recipient = To
mail-kind = About
mail-state = State
mail-state-sent = sent
mail-state-failed = failed so far
mail-state-waiting = waiting
mail-not-set-up = No mail server is set up. Put this into the config file and start the node again:
mail-by-hand = Until then, links for new passwords are made on each member’s page here, and passed on by hand.

## Desk
desk-overview = Overview
desk-members = Members
desk-requests = Requests to join
desk-invitations = Invitations
desk-reports = Reports
desk-domains = Rules for servers
desk-federation = Other servers
desk-announcements = Announcements
desk-emojis = Emoji
desk-chapter = Chapter and appearance
desk-storage = Storage and backups
desk-jobs = Background jobs
desk-log = Audit log
desk-design = Design system
desk-all-well = All is well. Nothing needs a hand.
desk-hands = What needs a hand
hand-requests = { $count ->
        [one] { $count } person waits to be let in
       *[other] { $count } people wait to be let in
    }
hand-reports = { $count ->
        [one] { $count } report is open
       *[other] { $count } reports are open
    }
hand-hosts = { $count ->
        [one] { $count } server does not answer
       *[other] { $count } servers do not answer
    }
hand-letters = { $count ->
        [one] { $count } letter could not be sent
       *[other] { $count } letters could not be sent
    }
hand-mail = { $count ->
        [one] No mail server is set up
       *[other] No mail server is set up
    }
hand-disk = { $count ->
        [one] The disk is nearly full
       *[other] The disk is nearly full
    }
hand-steward = { $count ->
        [one] There is only one steward: make a second one
       *[other] There is only one steward: make a second one
    }
desk-people = People
desk-active = Active in 30 days
desk-weeks = Posts by week
desk-week = Week of
desk-week-posts = { $count ->
        [one] { $count } post
       *[other] { $count } posts
    }
desk-as-table = The same as a table
desk-writers = Writers
desk-joined = Joined
desk-machine = The machine
desk-outgoing = Deliveries waiting
desk-incoming = Arrivals waiting
desk-jobs-due = Jobs due
desk-members-search = Name or e-mail address
act-state-all = All members
act-state-stewards = Stewards
act-state-disabled = Shut out
act-state-silenced = Limited
act-state-suspended = Suspended
act-state-remote = Elsewhere
desk-role = Role
desk-since = Since
desk-profile = Profile
desk-decision = By which decision?
desk-history = Roles so far
desk-make-steward = Make a steward
desk-no-steward = No steward any more
error-there-must-be-one-steward = There must be one steward at least. Make somebody else one first.
desk-password-text = For who has lost their password: a link with which they choose a new one, once, within a day. Pass it on in person or by a way you trust.
desk-password-make = Make a link
desk-password-link = The link for a new password. It is shown once:
error-another-stewards-password-is-renewed = Another steward’s password is renewed in the terminal: potluck account password.
desk-sanctions = Do something
desk-sanctions-text = The person is told, with the reason; it is written in the log. Each can be taken back.
desk-what = What
desk-reason = Reason
desk-do = Do it
act-do-warn = Warn: only tell them
act-do-disable = Shut out: they cannot log in; nothing is hidden
act-do-sensitize = Show their pictures only after a click
act-do-silence = Limit: shown only to those who follow them
act-do-suspend = Suspend: everything is hidden
act-undo-disable = Let them log in again
act-undo-sensitize = Show their pictures again
act-undo-silence = Lift the limit
act-undo-suspend = Lift the suspension
error-choose-what-to-do = Choose what to do.
desk-no-deeds = Nothing has been done yet.
mark-pending = waits to be let in
mark-disabled = shut out
mark-silenced = limited
mark-sensitized = pictures veiled
mark-suspended = suspended
mark-second-factor = second factor
desk-no-requests = Nobody waits at the door.
desk-approve = Let in
desk-reject = Turn away
desk-reject-text = Nothing of the request is kept, and the name is free again.
desk-door = The door
desk-door-how = How one joins
said-request-approved = They are in.
said-request-rejected = The request is turned away.
invitations-text = Whoever has the address can join, whatever the door says.
invitations-note = For whom? Only stewards see it
invitations-most = For how many people
invitations-days = Holds for how many days
invitations-make = Make an invitation
invitations-none = There are no invitations.
invitations-holds = holds
invitations-ended = ended
invitations-address = Address to pass on
invitations-used = 
        Used { $count ->
        [one] { $count } time
       *[other] { $count } times
    }
invitations-of = of { $count }
invitations-revoke = Take it back
said-invitation-made = The invitation is made. Pass its address on.
copy = Copy
copied = Copied
report-title = Report { $it }
report-of = A report about { $it }
report-text = The stewards of the chapter look at it. Who is reported does not learn who did it.
report-why = What is wrong?
act-category-other = Something else
act-category-spam = Spam
act-category-legal = Against the law
act-category-violation = Against a rule of the chapter
report-rules = Which rules?
report-comment = What should the stewards know?
report-forward = Tell the stewards of their server too, without naming me
report-send = Send the report
said-reported = Thank you. The stewards will look at it.
reports-open = Open
reports-done = Dealt with
reports-none = No reports.
reports-by = by { $it }, { $other }
reports-assigned = somebody is on it
reports-assigned-to = @{ $it } is on it
reports-forwarded = sent to their server too
reports-context = What is known
reports-others = { $count ->
        [one] { $count } other report about this account.
       *[other] { $count } other reports about this account.
    }
reports-account = The account
reports-act = Do something about the account
reports-resolve = Dealt with
reports-reopen = Open it again
reports-take = I look after it
reports-leave = Leave it to others
domains-text = What is decided here for a server holds for everything below its name, too.
act-severity-block = Block: nothing goes in or out
act-severity-limit = Limit: shown only to those who follow
act-severity-media = No media: posts without pictures
act-severity-allow = Allow: welcome
domains-comment = Reason, for everybody
domains-note = Reason, for stewards
domains-set = Set a rule
domains-none = There are no rules: every server is welcome.
domains-host = Server
domains-lift = Lift
domains-lists = Block lists
domains-lists-text = In the form that Mastodon writes and reads; a plain list of servers, one a line, blocks them all. What you have decided already is replaced where the list says otherwise.
domains-export = Download the list
domains-import = Import a list
domains-imported = { $count ->
        [one] { $count } rule was set.
       *[other] { $count } rules were set.
    }
domains-wrong = These lines could not be used:
error-the-file-is-not-a = The file is not a block list.
error-this-is-the-chapters-own = This is the chapter’s own host.
health-known = { $count ->
        [one] This chapter knows { $count } server.
       *[other] This chapter knows { $count } servers.
    }
health-well = Everything that was sent has arrived, and every server answered the last time.
act-host-idle = Is answering.
act-host-sending = Is being sent to now.
act-host-waiting = Did not answer the last time and is tried again soon.
act-host-down = Has not answered for a while. It is tried now and then; nothing is lost for a week.
act-host-parked = Has not answered for a week. Nothing more is kept for it until it is heard from.
health-waiting = { $count ->
        [one] { $count } delivery waits.
       *[other] { $count } deliveries wait.
    }
health-oldest = The oldest is of { $it }.
health-last = Last answer: { $it }.
health-next = Next try: { $it }.
health-retry = Try now
health-drop = Drop what waits
health-drop-sure = What waits for this server will never arrive there.
said-host-retried = It will be tried now.
said-host-dropped = What waited has been dropped.
announcements-text = What the chapter tells everybody: on the home page, and in members’ apps.
announcements-day = Which day is it about? Empty: none
announcements-day-help = It stands among the next dates on the home page, and until that day is over.
announcements-until = Until which day? Empty: until it is taken back
announcements-send = Announce
announcements-none = Nothing is announced.
announcements-over = over
said-announced = Announced.
emojis-text = Pictures of the chapter’s own that stand for a word between colons, here and wherever it is read.
emojis-name = Name
emojis-category = Category (optional)
emojis-picture = Picture (PNG, GIF or WebP, at most 256 kB)
emojis-add = Add
emojis-none = The chapter has no emoji of its own.
chapter-note = Who we are
chapter-note-help = Stands on the home page, on the chapter’s profile and in apps.
chapter-accent = Colour
chapter-accent-help = Where it would be hard to read, it is made darker or lighter.
chapter-avatar = Picture of the chapter
chapter-rules-text = What you ask of everybody here. They are shown when somebody joins, and can be named in reports.
chapter-rule = Rule
chapter-rule-hint = More about it (optional)
chapter-rule-add = Add the rule
chapter-fixed = Fixed at the founding
error-a-colour-looks-like-9a3412 = A colour looks like #9a3412.
storage-free = Room left
storage-database = Database
storage-media = Pictures and films
storage-backups = Backups
storage-used = { $count } % of the disk is used.
storage-left = { $it } is left.
storage-short = The disk is nearly full. Make room soon, or nothing can be posted any more.
storage-bucket = in the bucket { $it }
storage-cache = 
        Pictures of other servers are kept for { $count ->
        [one] { $count } day
       *[other] { $count } days
    }.
storage-backups-text = A backup is everything: database, pictures, keys. It is made while the node runs. Keep a copy on another machine.
storage-no-backups = No backup has been made from here.
storage-file = File
storage-when = When
storage-size = Size
storage-back-up = Make a backup now
storage-restore = On a new machine:
said-backup-begun = The backup is being made. It appears in the list when it is whole.
said-backup-removed = The backup is removed.
jobs-text = What the node does by itself, and what is planned.
jobs-none = Nothing is planned.
jobs-kind = Kind
jobs-planned = Planned
jobs-due = Due
jobs-failing = Failed before
jobs-arrived = What arrived in the last 30 days
jobs-waiting = { $count ->
        [one] { $count } arrival waits to have its effect.
       *[other] { $count } arrivals wait to have their effect.
    }
jobs-count = Number
jobs-ignored = Without effect
act-job-look-whether-gone = Is an account gone?
act-job-backfill = Fetch the rest of a conversation
act-job-close-poll = Close a poll
act-job-tell-poll = Tell how a poll stands
act-job-check-quote = Was a quote allowed?
act-job-process-media = Make a film ready
act-job-verify-links = Do pages link back?
act-job-post-scheduled = Post what was planned
act-job-push = Wake an app
act-job-fetch-card = Look at a link
act-job-import = Import a file
act-job-archive = Make an archive
act-job-letter = Send a letter
log-text = What stewards did, with the reasons they gave. Nothing is ever taken out.
log-who = Who
log-terminal = the terminal
act-log-approve = let in
act-log-reject = turned away
act-log-warn = warned
act-log-disable = shut out
act-log-enable = let in again
act-log-sensitize = pictures veiled
act-log-unsensitize = pictures shown again
act-log-silence = limited
act-log-unsilence = limit lifted
act-log-suspend = suspended
act-log-unsuspend = suspension lifted
act-log-delete-account = account deleted
act-log-role = role
act-log-password = password
act-log-invite = invited
act-log-revoke-invitation = invitation taken back
act-log-registrations = the door
act-log-set-domain-rule = rule for a server
act-log-lift-domain-rule = rule lifted
act-log-resolve-report = report dealt with
act-log-reopen-report = report opened again
act-log-announce = announced
act-log-take-back-announcement = announcement taken back
act-log-add-rule = rule of the chapter
act-log-remove-rule = rule removed
act-log-close-conversation = conversation closed
act-log-open-conversation = conversation opened
act-log-add-emoji = emoji added
act-log-remove-emoji = emoji removed
act-log-chapter-settings = settings of the chapter
design-lead = Every component, once, so that pages look alike and a new one is made from what is there.
design-type = Type
design-buttons = Buttons
design-tags = Tags
design-messages = Messages
design-forms = Forms
design-tabs = Tabs
design-cards = Cards and menus
design-tables = Tables
design-charts = Charts
design-language = Dates and numbers

## Passkeys
passkeys = Passkeys
passkeys-text = A key on your phone or computer, opened by a finger, a face or a code. It replaces the password and the second factor.
passkeys-script = Passkeys need scripts in the browser.
passkey-name = Name of this device
passkey-add = Add a passkey
passkey-log-in = Log in with a passkey
passkey-failed = This did not work. Try again, or log in with the password.
said-passkey-added = The passkey is added.
said-passkey-removed = The passkey is removed.
error-this-passkey-could-not-be = This passkey could not be used. Try again, or log in with the password.

## Whose address it is
mail-confirm-subject = Is this your address? { $it }
mail-confirm-text = Somebody, probably you, has signed up as @{ $it } with this address. Confirm it within a week:
mail-confirm-not-you = If it was not you, do nothing: nobody can use the account.
mail-confirm-button = This is my address
mail-change-text = @{ $it } wants to have this address from now on. Confirm it within a day:
mail-change-not-you = If this is not you, do nothing: nothing changes.
mail-changing-subject = Another address for your account: { $it }
mail-changing-text = Somebody who knows your password, probably you, wants your account to have the address { $it }. It changes once it is confirmed there.
mail-changing-not-you = If it was not you, change your password now.
mail-changing-button = Change my password
confirm-title = Confirm your address
confirm-text = The account @{ $it } was made with this address.
confirm-change = The account @{ $it } is to have the address { $other } from now on.
said-confirmed = Your address is confirmed. Log in.
said-joined-confirm = We have sent you a letter. Follow the link in it, then you can log in.
error-your-login-is-missing-a = Confirm your e-mail address first: follow the link in the letter we sent. If it is lost, ask for a new password, which confirms the address too.
error-your-login-is-currently-disabled = A steward has shut this account out. Write to them to learn why.
error-your-login-is-currently-pending = A steward has not let you in yet.
error-this-account-is-suspended-the = This account is suspended. The chapter’s stewards can tell you why.
error-only-the-chapters-stewards-can = Only the chapter’s stewards can do this.
mark-unconfirmed = address not confirmed

## Decisions
nav-decisions = Decisions
decisions-title = Decisions
decisions-lead = What this chapter is deciding, what it has decided, and how you can take part.
decisions-open = Open
decisions-waiting = Waiting for me
decisions-decided = Decided
decisions-drafts = My drafts
decisions-search = Words in the title
decisions-any-topic = Any topic
decisions-none-open = Nothing is being decided at the moment.
decisions-none-waiting = Nothing waits for you.
decisions-none-decided = Nothing has been decided here yet.
decisions-none-drafts = You have no drafts.
decisions-your-turn = Your answer is missing.
decisions-files = Every decision as a file:
home-decisions = Open decisions
home-decisions-all = All decisions
proposal-new = Propose something
proposal-until = Until { $it }
proposal-topic = Topic
proposal-state-draft = Draft
proposal-state-discarded = Thrown away
proposal-state-clarify = Open for questions
proposal-state-consent = Asking for consent
proposal-state-testing = An objection is being tested
proposal-state-integration = An objection is being integrated
proposal-state-voting = Vote
proposal-state-adopted = Adopted
proposal-state-rejected = Rejected
proposal-state-no-quorum = Too few voted
proposal-state-lapsed = Lapsed
proposal-state-withdrawn = Withdrawn
proposal-state-cancelled = Cancelled
proposal-state-open = Open for endorsements
proposal-state-effective = Effective
proposal-state-final = Final
proposal-state-seeking = Asking for advice
proposal-state-deciding = Being decided
proposal-state-decided = Decided
proposal-state-dropped = Dropped
process-consent = Consent
process-consent-help = For what is strategic, or touches budget or brand. It is adopted unless somebody has an objection that stands.
process-three-connectors = 3-Connectors rule
process-three-connectors-help = For day-to-day matters without budget or brand. Three Connectors agree, and it may be done.
process-advice = Advice
process-advice-help = You decide, after asking those who are affected and those who know.
process-autonomy = A team decides for itself
process-autonomy-help = A group or project has decided; the chapter reads of it here.
process-vote = Vote, as a last resort
process-agreements = Agreements
process-connectors = Becoming a Connector
proposal-now = Where it stands
proposal-now-draft = Only you can see this. Publish it when you want to hear what others think.
proposal-now-discarded = This draft was thrown away.
proposal-now-clarify = Ask questions and say what you think below. Then consent is called for.
proposal-now-consent = It will be adopted when the time is over, unless somebody on the roll has an objection that stands.
proposal-now-testing = The window is over. Whoever holds that an objection is none can still dispute it.
proposal-now-integration = An objection stands. The author looks for a text that meets it; then consent is asked for again.
proposal-now-voting = Consent has failed. The roll votes; what wins has a majority and stands above leaving things as they are.
proposal-now-adopted = The chapter has decided: this holds.
proposal-now-rejected = The vote did not carry it. Things stay as they are.
proposal-now-no-quorum = Too few took part in the vote. Things stay as they are.
proposal-now-lapsed = Nobody took it further in time. It can be proposed again.
proposal-now-withdrawn = Its author has withdrawn it.
proposal-now-cancelled = The facilitator and two more Connectors have ended it as an abuse.
proposal-now-open = When three Connectors endorse it, it may be done. If they do not come together in time, it lapses.
proposal-now-effective = It may be done. Until the time is over any Connector can call it in, so that the chapter decides by consent.
proposal-now-final = Three Connectors agreed, and nobody called it in.
proposal-now-seeking = Advice is asked of the people below. Then the author decides.
proposal-now-deciding = The advice is there. The author decides now, and answers each piece of it.
proposal-now-decided = It has been decided.
proposal-now-dropped = It is not done.
proposal-call-from = Consent can be called for from { $it } on.
proposal-if-silent = If you do nothing, you support it.
proposal-you-said = Your answer: { $it }. You can change it until the end.
proposal-not-on-roll = You are not on the roll of this proposal. You can comment below.
proposal-voted = You have voted. You can change your ballot until the end.
proposal-if-no-ballot = If you do not vote, your voice goes to whom you delegated it to, or is not counted.
proposal-log-in = Log in to take part
proposal-outcome = What came of it
proposal-celebrate = Well done, everybody!
proposal-why = Why
proposal-why-help = What happens, who needs what, and what follows if nothing is done.
proposal-what = What is proposed
proposal-what-help = Markdown: **bold**, lists with -, links as [text](address).
proposal-author = Proposed by
proposal-facilitator = Facilitated by
proposal-responsible = Carried out by
proposal-review = Looked at again on
proposal-budget = Budget
proposal-budget-help = What it costs; leave it empty if it costs nothing.
proposal-brand = Touches the brand
proposal-brand-help = It touches how the chapter is seen: its name, its look, what it promises
proposal-version = Version
proposal-versions = What has changed
proposal-round = Round
proposal-team = Group or project
proposal-team-help = Only if a group or project decides for itself: then those who belong to it decide.
proposal-title = Title
proposal-process = How is it decided?
proposal-write-new = Propose something
proposal-write-draft = Edit your draft
proposal-write-amend = Amend the proposal
proposal-write-compete = Propose another text for the vote
proposal-save-new = Keep as a draft
proposal-save-draft = Save
proposal-save-amend = Publish the new version
proposal-save-compete = Add it to the vote
proposal-draft-help = Nobody sees a draft but you.
proposal-answers = Answers
proposal-who-said = Who has said what
proposal-more = More
proposal-life = Its life so far
proposal-talk = Discussion
proposal-talk-none = Nobody has said anything yet. Be the first.
proposal-talk-version = While version { $it } stood
yes = Yes
cancel = Cancel
do-consent = I can live with it
do-abstain = Abstain
do-object = I object
do-publish = Publish
do-call = Call for consent
do-edit = Edit
do-amend = Amend
do-endorse = Endorse
do-unendorse = Take my endorsement back
do-escalate = Ask for a vote
do-compete = Add another text
do-vote = Vote
do-discard = Throw away
do-call-in = Call it in
do-call-in-help = Why should the chapter decide this together?
do-advise = Give advice
do-advise-help = What should be thought of?
do-take-back = Take my objection back
do-dispute = This is no objection
do-dispute-help = Why does nothing harmful follow for the chapter?
do-undispute = It is one after all
do-facilitate = Facilitate
do-facilitate-help = A facilitator looks after how this is decided, and neither wrote it nor objects to it.
do-withdraw = Withdraw
do-withdraw-help = Why do you let it go?
do-cancel = End it as an abuse
do-cancel-help = What abuses the process? It ends when the facilitator and two more Connectors say so.
stance-consent = Consent
stance-abstain = Abstention
stance-object = Objection
stance-silent = Silent, that is support
sense-title = How does it feel?
sense-help = A quick look around; it binds nobody.
sense-good = Good
sense-unsure = Unsure
sense-worried = Worried
objections-title = Objections
objection-raised = Raised
objection-qualified = It stands
objection-concern = Kept as a concern
objection-resolved = Answered
objection-withdrawn = Taken back
objection-carried = Carried to the vote
objection-to-version = to version { $it }
objection-until = It can be disputed until { $it }.
objection-disputed-by = Disputed by
objection-write = Raise an objection
objection-what-is = What is an objection?
objection-what-is-text = A reason why this text would harm the chapter, or a clear way to make it better. It is a gift: it shows what nobody has seen yet.
objection-is-1 = It names a consequence: "then we could not pay the rent in autumn".
objection-is-2 = Or an improvement: "with two keys instead of one nobody stands outside".
objection-is-not-1 = "I would have done it otherwise" is no objection: is it good enough for now?
objection-is-not-2 = A question or a worry is worth a comment.
objection-then = If three others hold that it is none, it is kept as a concern. Otherwise the author has to find a text that meets it.
objection-reason = Your reason
objection-least = { $count } letters at least. Everybody can read it.
objection-go-on = Go on
objection-sure = This is what you object. It stops the proposal until it is met, taken back, or disputed by three. Raise it?
objection-raise = Raise the objection
amend-answer = Say for each how the new text meets it.
amend-how = How is it met?
amend-note = In words
how-resolves = The new text resolves it.
how-monitors = It is watched until the review.
how-delegates = Somebody takes it on.
how-defers = It is taken up in a proposal of its own.
vote-title = The vote
vote-help = Give each text a grade. Above nothing you approve it, below you would rather leave things as they are.
vote-grade = Your grade
vote-3 = +3 – very good
vote-2 = +2 – good
vote-1 = +1 – acceptable
vote-0 = 0 – as good as leaving things
vote-minus-1 = −1 – rather not
vote-minus-2 = −2 – bad
vote-minus-3 = −3 – very bad
vote-text = Read the text
vote-wins = Chosen
vote-for = For:
vote-against = Against:
vote-public = Ballots are public to the chapter.
tally-turnout = { $it } of { $other } voices took part.
tally-lost = { $count ->
        [one] { $count } voice reached nobody.
       *[other] { $count } voices reached nobody.
    }
tally-flow = How voices were handed on
tally-flow-table = The same as a table
endorsed-title = Endorsed by
advice-ask = Ask for advice
advice-affected-people = Who is affected?
advice-experts = Who knows the matter?
advice-title = Advice
advice-affected = affected
advice-expert = knows the matter
advice-none-yet = No advice yet.
advice-answer = Have you followed it?
advice-followed = Followed
advice-partly = Partly
advice-not = Not followed
advice-because = Because
advice-decision = The decision
advice-goes-ahead = It is done
advice-drop = It is dropped
advice-decide = Decide
statement-write = Say what came of it
statement-help = In plain words: what has been decided, and what happens now?
statement-send = Publish it
write-people-help = Names like @ada, with commas between them.
record-text = Trust nobody:
record-link = the signed record, to be recounted with potluck verify
event-published = Published
event-discarded = Thrown away
event-amended = Version { $it }
event-opened = Consent asked for, round { $it }
event-extended = Extended once: too few had answered
event-objected = An objection was raised
event-qualified = An objection stands
event-concern = An objection was kept as a concern
event-taken-back = An objection was taken back
event-testing = The window is over; an objection is being tested
event-integration = The text has to meet the objection
event-voting = A vote has begun
event-adopted = Adopted
event-rejected = Rejected
event-no-quorum = Too few voted
event-lapsed = Lapsed
event-withdrawn = Withdrawn
event-cancelled = Ended as an abuse
event-effective = Three Connectors agree
event-called-in = Called in: the chapter decides
event-seeking = Advice asked for
event-deciding = The advice is there
event-dropped = Dropped
agreements-title = Agreements
agreements-lead = What this chapter has agreed on and when it is looked at again.
agreements-holding = In force
agreements-ended = Ended
agreements-none = There is nothing here yet.
agreement-in-force = In force
agreement-review-due = To be looked at again
agreement-changing = About to change
agreement-superseded = Replaced
agreement-retired = Retired
agreement-since = Since { $it }
agreement-ended-on = ended on { $it }
agreement-review-on = to be looked at again on { $it }
agreement-will-renew = It will be renewed on { $it }, unless a Connector objects.
agreement-will-retire = It will end on { $it }, unless a Connector objects.
agreement-change = Renew, replace or end it
agreement-renew = Renew until then
agreement-retire = End it
agreement-replace = Propose something else in its place
agreement-lazy-help = It happens by itself after a while, unless a Connector objects.
delegations-title = Delegations
delegations-lead = Who speaks for whom in a vote. A ballot of your own always counts instead.
delegations-none = Everybody speaks for themselves.
delegation-who = Who shall speak for you?
delegation-nobody = Nobody
delegation-for = For
delegation-body = the whole chapter
delegation-topic = a topic
delegation-proposal = one proposal
delegation-network = everything the network votes on
delegation-network-topic = a topic, in the network
delegation-elsewhere = In other chapters (for votes of the network)
delegation-subject = Which topic or proposal?
delegation-subject-help = The name of the topic, or the number in the proposal's address. Leave it empty for the whole chapter or network.
delegation-give = Hand my voice on
delegation-help = The narrowest one counts. "Nobody" opts out of a wider one. It ends by itself after a year.
delegation-from = Who
delegation-to = Handed on to
delegation-weight = Weight
delegation-expires = Until
delegation-take-back = Take back
laws-title = By-laws in force
laws-lead = This page is made from the very values decisions are made by.
laws-data = The same as data:
laws-consent = A proposal is adopted unless somebody on the roll has an objection that stands. Silence is support.
laws-vote = When consent has failed the same roll votes. Leaving things as they are is always one of the choices.
laws-three-connectors = For day-to-day matters that touch neither budget nor brand.
laws-advice = One person decides after asking others. Advisers cannot block.
laws-agreements = What was decided holds until it is changed.
laws-connectors = A Connector represents the community and decides; each has one vote.
law-clarify = A text lies open for { $it } before consent is called for.
law-window = The window for answers is { $it }.
law-reason = An objection has a reason of { $it } letters at least.
law-disputes = { $it } who dispute an objection make it a concern.
law-dispute-window = It can be disputed for { $it }.
law-integration = A text that meets it is looked for during { $it }.
law-rounds = There are { $it } rounds at most.
law-floor = It takes { $it } who say that they consent; whoever is silent supports.
law-reminder = Whoever has not answered is reminded { $it } before an end.
law-vote-window = A vote takes { $it }.
law-quorum = { $it } of all voices have to be in it.
law-majority = A majority is { $it } of the voices for and against.
law-over-objection = It takes { $it } to pass over an objection that stands.
law-options = It is between { $it } texts at most.
law-delegations = A delegation ends after { $it }.
law-super-delegate = Whoever speaks for more than { $it } of all voices is pointed out.
law-endorsements = { $it } Connectors have to agree, the author among them.
law-call-in = It can be called in for { $it }.
law-lapses = It lapses after { $it } without them.
law-advice = Advice is waited for { $it } at most.
law-review = An agreement is looked at again after { $it }, unless it says otherwise.
law-lazy = Renewing or ending it takes { $it } without an objection.
law-sponsors = { $it } Connectors sponsor whoever wants to become one.
law-take-off = Before that they take part for { $it }.
law-admission = Then the chapter has { $it } to object.
law-valid = It holds for { $it }.
law-grace = There are { $it } more to say that one goes on.
law-dormant = Whoever has not said so has { $it } to come back.
law-return = Alumni need { $it } of them to come back.
law-members-propose = Active members and Connectors propose.
law-connectors-propose = Connectors propose.
share-more = more than { $it }
share-least = at least { $it }
share-of = of
span-days = { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
span-hours = { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
said-decision-noted = It has been noted.
said-objection-raised = Your objection has been raised.
said-voted = Your ballot counts. You can change it until the end.
said-draft-kept = Your draft is kept. Read it once more, then publish it.
said-proposal-saved = The new text is there.
said-delegated = Your voice has been handed on as you said.
notice-decision-waiting = A proposal waits for you
notice-decision-reminder = A proposal waits for your answer until tomorrow
notice-decision-outcome = The chapter has decided
notice-decision-review = An agreement is to be looked at again
act-job-decision = End a window of a proposal
act-job-agreement = Look at an agreement again
attachments-title = Attachments
attachment-add = Attach a file
attachment-help = A budget, a plan, a contract: up to ten files of 10 MB. Whoever sees the proposal can download them.
attachment-send = Attach
attachment-remove = Remove
attachment-remove-named = Remove { $it }
stance-concern = Abstention, with a concern
advisory-title = What everybody thinks
advisory-help = Advisory, not binding: anybody may answer, here or on another server, and none of it is counted in the decision.
advisory-ask = Ask everybody
advisory-options = Answers to choose from, one on each line
advisory-options-help = Two to four, of 50 characters at most. Without any: would you go along?
advisory-open = Answer it or pass it on
advisory-over = The poll has ended
advisory-voters = { $count ->
    [one] { $count } person has answered.
   *[other] { $count } people have answered.
}
advisory-post = Advisory, not binding. What do you think?
advisory-for = I would go along
advisory-unsure = I am not sure
advisory-against = I have concerns
said-everybody-asked = Everybody has been asked.

## What can go wrong with decisions
error-this-proposal-is-past-that = This proposal is past that, or not there yet. Look at where it stands now.
error-this-proposal-is-decided-in = This proposal is decided in another way, which has no such step.
error-only-its-author-can-do = Only its author can do this.
error-this-proposal-is-your-own = This proposal is your own. Amend it, or withdraw it.
error-only-connectors-can-do-this = Only Connectors can do this.
error-only-those-on-the-roll = Only those on the roll of this proposal decide on it.
error-only-the-author-or-the = Only the author or the facilitator can do this.
error-somebody-facilitates-this-proposal-already = Somebody facilitates this proposal already.
error-who-objects-cannot-facilitate = Who objects cannot facilitate.
error-it-is-too-early-for = It is too early for this.
error-you-have-an-open-objection = You have an open objection. Take it back before you raise another.
error-every-objection-that-stands-has = Every objection that stands has to be answered: say how the new text meets it.
error-all-rounds-are-spent-call = All rounds are spent. Call a vote, or withdraw it.
error-what-touches-budget-or-brand = What touches budget or brand is decided by consent.
error-ask-at-least-one-person = Ask at least one person who is affected and one who knows the matter.
error-every-piece-of-advice-needs = Every piece of advice needs an answer: followed, partly or not, and why.
error-a-proposal-has-a-title = A proposal has a title of 1 to 200 characters.
error-name-the-group-or-project = Name the group or project that decides for itself.
error-one-of-these-people-is = One of these people is not known here. Write their names as in @ada.
error-the-review-is-a-date = The review is a date like 2027-05-01.
error-the-review-lies-in-the = The review lies in the future, and within ten years.
error-the-text-is-the-same = The text is the same as before.
error-only-a-connector-can-speak = Only a Connector can speak for another.
error-only-connectors-have-a-vote = Only Connectors have a vote to hand on.
error-your-own-voice-is-yours = Your own voice is yours already.
error-this-agreement-does-not-wait = This agreement does not wait for that.
error-only-those-responsible-for-this = Only those responsible for this agreement can do this.
error-the-next-review-lies-in = The next review lies in the future.
error-a-reason-of-20-letters = A reason of 20 letters at least is needed: what would follow for the chapter, or what would be better.
vote-nothing = Leave things as they are
letter-reason = What is your objection to “{ $it }”? Answer this letter with a reason of at least { $count } letters: what would follow for the chapter, or what would be better. Until then you abstain.
delegation-super = { $count ->
        [one] speaks for { $count } voice if everybody votes who has kept theirs
       *[other] speaks for { $count } voices if everybody votes who has kept theirs
    }
laws-change = Propose other by-laws
laws-change-help = Change what should be different and say why. It becomes a proposal that the chapter decides by consent; a vote on it takes two thirds. What has begun goes on by today’s rules.
laws-until-now = until now: { $it }
unit-days = days
unit-hours = hours
error-these-are-the-bylaws-already = These are the by-laws already: change something.
error-every-value-is-a-whole = Every value is a whole number.
error-a-window-for-consent-is = A window is 72 hours at least.
act-mail-decision = When a proposal waits for me, and when the chapter has decided
error-send-the-file-as-file = Choose a file.
error-this-file-is-empty = This file is empty.
error-ten-files-at-most-hang = Ten files at most hang on a proposal. Take one off first.
error-only-those-who-belong-to = Only those who belong to this group or project can do this.
error-there-is-no-group-or = There is no group or project of this name. Begin it first, or leave the field empty.
error-there-is-a-group-or = There is a group or project of this name already.
error-a-group-or-project-has = A group or project has a name of 1 to 100 characters.
error-this-group-or-project-has = This group or project has ended.
error-bylaws-and-seats-are-the = By-laws and seats are the whole chapter’s matter. Leave the group or project empty.
error-everybody-has-been-asked-about = Everybody has been asked about this already.
error-an-advisory-poll-has-2 = An advisory poll has 2 to 4 options of 50 characters at most.

## Connectors and those who want to be
connectors-lead = Connectors represent { $it } and decide for it: one Connector, one vote.
connectors-none = Nobody is a Connector yet.
connectors-topic = connectors
seat-mine = Your seat
seat-mine-until = It is yours until { $it }.
seat-mine-dormant = Your year ended on { $it }, and you have not said that you stay. You have no vote until then.
seat-stay = Stay for another year
seat-resign = Give my seat back
seat-resign-help = You will be alumni. With one sponsor and the chapter’s consent you can come back.
seat-since = Since
seat-until = Until
seat-decision = decision
seat-genesis = founding Connector
seat-revoke = Propose to end this seat
seat-revoke-note = If this is adopted, @{ $it } will no longer be a Connector. Say why, and what happened before.
proposal-seat = Seat
seat-letter-ask = Your year as a Connector ends on { $it }. Do you stay for another one? Say so here:
seat-letter-grace = Your year as a Connector ended on { $it }. There are a few days left to say that you stay:
seat-letter-dormant = Your year as a Connector ended on { $it }, and you have not said that you stay. Your vote and your delegations rest until you do:
seat-letter-alumni = Your year as a Connector ended on { $it }. You are alumni now; with one sponsor you can come back:
candidacies-title = On the way
candidacies-none = Nobody is on the way to become a Connector.
candidacy-take-off = taking off
candidacy-asking = the chapter is asked
candidacy-admitted = admitted
candidacy-declined = declined
candidacy-withdrawn = withdrawn
candidacy-returning = coming back
candidacy-until = The chapter is asked on { $it }, if enough sponsors have endorsed by then.
candidacy-decision = To the decision
candidacy-sponsors = Sponsors
candidacy-not-yet = Has not endorsed yet.
candidacy-endorse = Endorse
candidacy-endorse-help = What you say is signed with your key, and the whole chapter reads it when it is asked for consent.
candidacy-results = Results: what have they done for the chapter?
candidacy-intent = Intent: what do they want to do in the next six months?
candidacy-fit = Fit: why do they fit?
candidacy-another = Another sponsor
candidacy-another-do = Ask
candidacy-withdraw = Let it go
candidacy-proposal = Welcome { $it } as a Connector
candidacy-endorsed-by = { $it } endorses
candidacy-letter-sponsor = { $it } wants to become a Connector and names you as a sponsor. Over the next months get to know what they do; then endorse them here, or talk to them:
become-title = Becoming a Connector
become-step-sponsors = 
        An active member says that they want to, and names { $count ->
        [one] { $count } Connector
       *[other] { $count } Connectors
    } as sponsors.
become-step-take-off = 
        For { $count ->
        [one] { $count } day
       *[other] { $count } days
    } they take part in what Connectors do: the take-off.
become-step-endorse = Each sponsor endorses them on three criteria: results, intent and fit.
become-step-consent = 
        The chapter is asked for consent; every Connector has { $count ->
        [one] { $count } day
       *[other] { $count } days
    } to object.
become-step-year = 
        A seat is given for { $count ->
        [one] { $count } day
       *[other] { $count } days
    }; whoever wants to stays for another year.
become-do = I want to become a Connector
become-why = Why do you want to?
become-why-help = What have you done in the chapter, and what do you want to do next?
become-who = 
        Choose at least { $count ->
        [one] { $count } Connector
       *[other] { $count } Connectors
    } who sponsor you
become-returning = You were a Connector before: the way back is short, without a take-off.
become-help = Those you name get a letter. Nobody else decides anything yet.
said-seat-kept = Thank you: your seat is yours for another year.
said-seat-resigned = Your seat has been given back. Thank you for all you did.
said-candidacy-declared = You are on the way. Your sponsors have been told.
said-candidacy-endorsed = Your endorsement has been signed.
act-job-candidacy = Ask the chapter about a candidate
act-job-seat = Look at the end of a Connector’s year
error-this-candidacy-is-past-that = This candidacy is past that, or not there yet.
error-you-are-a-connector-already = You are a Connector already.
error-active-members-can-become-connectors = Active members can become Connectors. Take part for a while first.
error-only-those-who-were-named = Only those who were named as sponsors can endorse.
error-say-something-about-each-results = Say something about each: results, intent and fit.
error-your-year-has-not-come = Your year has not come round yet.
error-you-hold-no-seat-as = You hold no seat as a Connector.
error-your-seat-has-ended-with = Your seat has ended. With one sponsor you can come back.
error-this-chapter-has-connectors-enough = This chapter has Connectors enough: they admit others, as the by-laws say.
error-say-why-in-1-to = Say why, in 1 to 5,000 characters.
error-you-are-on-the-way = You are on the way already.
act-job-attestation = Look at what a chapter elsewhere says of its Connector

## What was decided before this node
history-title = Decided before
history-lead = What the chapter talked about and decided before it had this place, brought along to be read.
history-empty = Nothing has been brought along. A steward can bring a Loomio group: potluck import loomio FILE.
history-none = Nothing like that was found.
history-note = This comes from { $it }, with the dates and names it had there. It can be read, and counts nowhere.
history-open = open when it was brought along
history-option = Option
history-voters = Voters
history-score = Score
history-anonymous = somebody
history-comments = What was said
seat-since-day = since { $it }
seat-until-day = until { $it }
proposal-recount = To be recounted by anybody:

## Groups and projects
teams-title = Groups and projects
teams-lead = They decide for themselves what touches neither budget nor brand, with the same tools as the chapter, and everybody reads of it.
teams-none = There is none yet. Whoever wants to do something with others begins one.
team-group = Group
team-project = Project
team-kind = What it is
team-closed = Ended
team-people = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
team-begin = Begin a group or project
team-name = Name
team-purpose = What it is for
team-members = Who belongs to it
team-nobody = Nobody belongs to it any more.
team-bring = Bring somebody in
team-bring-do = Bring in
team-propose = Propose something here
team-decisions = Decisions
team-decisions-none = Nothing has been proposed here yet.
team-leave = Leave
team-leave-help = What is open already you still decide on with the others.
team-end = End it
team-end-help = Nothing more is decided here; what was decided stays.
said-team-begun = It has begun. Bring in who is part of it.
said-team-joined = They belong to it now.
said-team-left = You have left.
said-team-ended = It has ended.

## The network of chapters

network-title = The network
network-lead = Chapters that decide together, each on its own node. Nobody stands above them: every chapter keeps the roll, follows the log and recounts the result.
network-none = This chapter belongs to no network yet.
network-steward = Its steward can found one with other chapters, or ask to join one.
network-is-invited = { $it } invites this chapter to found this network with it.
network-is-agreed = This chapter has signed. The network is there once every chapter has.
network-is-founding = This chapter has begun the network. It is there once every chapter has signed.
network-is-asking = This chapter has asked to join, through { $it }. The network decides on it.
network-is-active = This chapter belongs to the network.
network-is-suspended = The network has suspended this chapter: it reads what is decided, and takes no part until the others bring it back.
network-desk = To the steward’s desk
network-desk-lead = A network binds the chapter: found or join one when the chapter has decided so.
network-found = Found a network
network-name = What it is called
network-others = The other chapters
network-others-help = Their handles, one in each line, as in @lyon@lyon.example.org. Each is asked to sign.
network-join = Ask to join a network
network-through = A chapter of that network
network-through-help = Its handle, as in @lyon@lyon.example.org. A Connector there can then propose to admit this chapter.
network-agree = Sign and join
network-agree-help = With its signature this chapter agrees that its Connectors decide together with those of these chapters.
network-decline = Decline
network-decline-help = What was begun ends for this chapter. It can be begun anew.
network-leave = Leave the network
network-leave-help = The others are told. What was decided together stays, and so does its record.
network-propose = Propose something to the network
network-wants = wants to join the network.
network-propose-admit = Propose to admit it
network-open = Open decisions
network-open-none = Nothing is open at the moment.
network-past = Past decisions
network-chapters = Chapters
network-chapter = Chapter
network-here = this chapter
network-status-active = active
network-status-suspended = suspended
network-status-left = has left
network-signed = has signed
network-unsigned = has not signed yet
network-seats = { $count ->
    [one] { $count } seat at most
   *[other] { $count } seats at most
}
network-heavy = more than a third of all seats
network-not-heard = Its Connectors are not known here yet: it is asked when a decision opens.
network-heard = As it said on { $it }.
network-roster = { $count ->
    [one] The roster is the one of the founding.
   *[other] The roster has changed: this is number { $count }.
}
network-hosted-by = Hosted by { $it }
network-kept-by = the log is now kept by { $it }
network-standing-open = open
network-standing-counted = counted
network-standing-ratified = ratified
network-standing-disputed = disputed
network-standing-unverified = unverified
network-now-counted = The host has counted. Every chapter recounts now; once they agree it is ratified.
network-now-ratified = The chapters have recounted and agree: this is decided.
network-now-disputed = A chapter has found that the count does not hold. The next chapter takes over and rebuilds the log from what all have kept.
network-now-unverified = No majority of the chapters has come to the same result in time. This is not decided.
network-counts-at = What was witnessed in time may still arrive. It is counted { $it }.
network-on-its-way = on its way to the host. Your chapter sends it again until it is receipted.
network-seen-by = Seen by { $it }, who can witness that it came in time.
network-refused = it was not taken. { $it }
network-not-on-roll = You are not on the roll of this decision: it was frozen when the decision opened, from the registers of the chapters.
network-part = How each chapter takes part
network-answered = Answered
network-recounted = Recount
network-agrees = agrees
network-disagrees = disagrees
network-not-yet = not yet
network-voted = voted
network-took-part = took part
network-delegated = handed their voice on
network-voice = Hand my voice on
network-voice-help = Should this come to a vote, somebody else speaks for you in this decision, unless you vote yourself.
network-voice-with = { $it } speaks for you.
network-voice-stands = You have handed your voice on in the network: should this come to a vote, { $it } speaks for you.
network-voice-out = Nobody: my voice stays with me in this decision, whatever I have handed on
network-voice-sign = Your delegation for the network is not in this vote yet: your key is on this device, which has to sign it.
network-voice-sign-it = Sign it
network-voice-back = Nobody: I speak for myself
network-trail = Why this can be believed
network-trail-none = Once the host has counted, this node recounts everything and says here what it looked at.
network-trail-chain = { $count ->
    [one] The log has { $count } entry.
   *[other] The log has { $count } entries, each pointing at the one before: nothing can be changed or left out.
}
network-trail-moves = { $count ->
    [one] { $count } thing was said, signed by somebody on the roll.
   *[other] { $count } things were said, each signed by somebody on the roll, and each by the rules.
}
network-trail-rosters = { $count ->
    [one] The founders of the network have signed who belongs to it.
   *[other] { $count } rosters, from the founders on, each resting on a decision or a signature.
}
network-trail-rests = The roster rests on this decision, which can be recounted too: { $it }
network-trail-roll = { $count ->
    [one] { $count } person could decide, as the chapters’ registers say.
   *[other] { $count } people could decide, exactly as the chapters’ registers say.
}
network-trail-heads = { $count ->
    [one] The host signed the log { $count } time while it grew; it fits.
   *[other] The host signed the log { $count } times while it grew; all of them fit.
}
network-trail-receipts = { $count ->
    [one] { $count } receipt is known here; what it is for is in the log.
   *[other] { $count } receipts are known here; everything they are for is in the log.
}
network-trail-outcome = Counted once more here, the outcome is the same: { $it }.
network-tally = The tally begins with { $it }. If every chapter shows these letters, all have the same.
network-warn-silent = { $it } did not say who its Connectors are: they have no seats in this decision.
network-warn-takeover = The first host failed. { $it } has rebuilt the log from what all chapters had kept.
network-warn-found = This node found something that does not hold: { $it }
network-warn-clock = A clock at { $it } runs ahead. The host’s clock counts.
network-write-new = Propose something to the network
network-write-amend = Change the text
network-write-compete = Put another text to the vote
network-write-lead = Only what concerns several chapters. By consent it lies open for two days before you can call for consent; all its Connectors decide.
network-save-new = Propose it
network-save-amend = Keep this text
network-save-compete = Put it to the vote
network-impact = It touches the common budget or the brand
network-change = Who belongs to the network
network-change-help = A change of the chapters takes consent or, in a vote, two thirds. Once ratified, every node makes it by itself.
network-change-what = What is to change
network-change-whom = Which chapter
network-change-seats = Seats, where their number changes
network-change-admit = admit a chapter
network-change-suspend = suspend a chapter
network-change-restore = bring a suspended chapter back
network-change-cap = change the number of its seats
network-letter-reason = You chose to object to “{ $it }”. An objection needs its reason: until you write it, you have abstained. Write it here:
network-chapters-agree = { $count ->
    [one] { $count } chapter has recounted it and agrees.
   *[other] { $count } chapters have recounted it and agree.
}
network-code-malformed = something is not what it must be.
network-code-roster-mismatch = the roster is not the network’s.
network-code-roll-hash-mismatch = the roll is not what the registers say.
network-code-policy-hash-mismatch = the rules are not those agreed on.
network-code-chain-broken = the log does not hang together.
network-code-index-gap = an entry of the log is missing.
network-code-time-regress = something was put into the past.
network-code-object-digest = what was said has been changed.
network-code-not-on-roll = somebody spoke who is not on the roll.
network-code-bad-signature = a signature is wrong.
network-code-wrong-version = it is about another version of the text.
network-code-malformed-choice = it cannot be said like that.
network-code-reason-missing = an objection has no reason.
network-code-stale-seq = something later was said already.
network-code-late = it came too late.
network-code-refused = the rules did not allow it.
network-code-receipted-ballot-missing = something the host had receipted is missing from the log.
network-code-head-fork = the host has shown different logs to different chapters.
network-code-head-mismatch = the log is not the one the host had signed.
network-code-tally-mismatch = the count is not what the log says.
proposal-state-opening = opening
proposal-now-opening = The chapters are asked who their Connectors are. Then it opens.
proposal-state-foreign = Of another version
proposal-now-foreign = It is decided by a version of the protocol that this node does not know.
said-network-begun = The network is begun. The others are asked to sign.
said-network-agreed = Signed. The network is there once everybody has.
said-network-declined = Declined.
said-network-asked = Asked. The network decides on it now.
said-network-left = This chapter has left the network.
said-network-proposed = Proposed. All chapters can read it now.
said-network-said = Signed. It is brought to the chapter that hosts this decision.
act-log-network = the network
act-job-network = Decisions of the network
act-job-sync-followers = Compare followers with another server
network-foreign = This decision is taken by version { $count } of the protocol: here it can be read, and nothing more.
network-foreign-known = This node knows version { $count }.
network-foreign-mend = To take part, ask the steward of your chapter to bring the node up to date.
network-foreign-old = It was proposed two months ago. What came of it is said where it was decided.
network-foreign-there = Look at it on { $it }
network-widen = Take it to the network
network-widen-help = Does this concern other cities too?
network-key = Give the chapter a new key
network-key-help = Do this when you fear that somebody knows the old one. From now on the chapter signs with the new key, and the network’s roster says so. Decisions that are open go on with the key they began with.
said-network-key = The chapter signs with a new key from now on.
network-roll = Who will decide
network-roll-help = What each chapter says of its Connectors now. When the decision opens this becomes the roll, and nothing changes it after that.
do-challenge = Somebody should not be here
do-challenge-whom = Who?
do-challenge-why = Why not?
do-challenge-help = Everybody reads it, with your name. If the other chapter itself has signed that this seat has ended, the person is left out. Otherwise it stands as your doubt.
network-challenges = Doubts about the roll
network-challenge-proven = shown by their own chapter: left out
network-challenge-open = not proven
network-warns-challenge = { $it } has left out a doubt of this chapter’s, with what proves it, when it froze the roll.
said-network-challenged = All chapters can read your doubt.
key-title = The key you decide with
key-lead = Whatever you say in a decision of several chapters is signed, so that anybody can see that it was you.
key-where = Where it is kept
key-on-node = On your chapter’s node
key-on-node-help = You can decide from any browser and app. Whoever runs the node could sign in your name, in public.
key-on-device = In a browser of yours
key-on-device-help = Only that browser can sign for you; the node passes on what it has signed. Apps cannot. Before you clear its data, bring the key back to the node.
key-to-device = Keep it in this browser
key-to-device-help = A new key is made here and never leaves this browser. Decisions that are open learn of it.
key-to-node = Decide with the key on the node again
key-lost = This browser does not have it any more
key-lost-help = From the next decision on your key on the node counts. In decisions that are open another Connector of your chapter has to vouch for it.
key-lost-do = The key is lost
key-no-script = To keep it in a browser you need one that makes Ed25519 keys (Firefox 130, Chrome 137, Safari 17 or later), with scripts on.
key-connectors-only = Only Connectors decide across chapters.
key-elsewhere = The key you decide with is not in this browser.
key-other = What was to be signed is not what you pressed. Nothing was signed.
key-locked-out = This decision knows you by a key that is gone. Ask another Connector of your chapter to open this page and to vouch for your new one.
key-vouch-for = { $it } has lost the key this decision knows. You can vouch for the new one, together with the chapter.
key-vouch = Vouch for { $it }
fault-unsigned = This has to be signed
said-key-device = From now on this browser signs what you decide.
said-key-node = Your key on the node signs again what you decide.
badge-name = Connector of { $it }
badge-criteria = Three Connectors vouched for what the person has done, what they want to do and how they fit; then the chapter consented.
badge-take = Take your seat along as an Open Badge
error-say-why-in-10-to = Say why, in 10 to 2,000 characters: the other chapters read it.
error-this-person-is-in-no = This person is in no chapter’s register.
error-this-chapter-has-challenged-this = This chapter has challenged this roll 20 times already.
error-this-is-no-ed25519-key = This is no Ed25519 key, written as a Multikey.
error-a-key-is-on-a = A key is on a device already. Take it back to the node first.
error-your-key-is-on-the = Your key is on the node already.
error-nobody-has-to-vouch-for = Nobody has to vouch for them in this decision.
error-the-key-you-decide-with = The key you decide with is on your device. Do this in the browser that has it.
error-a-network-is-being-founded = A network is being founded or joined. Wait until that is done, or take it back.
error-the-network-has-suspended-this = The network has suspended this chapter: it takes no part until it is brought back.
error-the-network-is-like-that = The network is like that already, or cannot become so any more. Withdraw this proposal.
error-this-decision-knows-you-by = This decision knows you by a key that is gone. A Connector has to vouch for your new one.
error-you-hold-a-seat-of = You hold a seat of another chapter. Move your account from there to this one first: that gives it back.
advice-from-chapters = Our chapter asks for your advice on this; it decides alone, and reads what you answer.
advice-ask-chapters = Ask the other chapters for advice
said-chapters-asked = The other chapters are asked. Their answers appear below.
error-there-are-no-other-chapters = There are no other chapters to be asked: this one belongs to no network.
error-the-other-chapters-have-been = The other chapters have been asked already.
error-you-have-moved-less-than = You have moved less than thirty days ago. Followers are not sent to and fro: wait until then.
error-a-time-zone-is-written = A time zone is written as in Europe/Paris.

## Posts by letter
act-mail-subscription = Posts, for somebody who has no account here
act-job-email-subscriptions = Write letters about new posts
subscription-legend = Your posts by mail
subscription-offer = Anybody may have my public posts by mail
subscription-offer-chapter = Anybody may have what the chapter says and passes on by mail
subscription-offer-help = Your page then has a link for it, and whoever gives an address there is asked at that address first. You see how many there are, not who they are. While this is off, nothing is sent.
subscription-no-server = This node has no mail server yet: nothing is offered until it has.
subscription-readers = { $count ->
    [one] One person gets them.
   *[other] { $count } people get them.
}
subscription-link = By mail
subscription-title = { $it } by mail
subscription-text = You need no account anywhere: what { $it } posts for everybody comes to your address, some minutes after it was written. Every letter says how to end it.
subscription-email = Your e-mail address
subscription-ask = Send me the letter to confirm
subscription-asked = If { $it } does not have the posts yet, a letter is on its way there. They come once you have said yes in it. Look among the unwanted ones too.
subscription-no-address = This is no e-mail address. It looks like you@example.org.
subscription-asks-subject = Posts of { $it } by mail?
subscription-asks = Somebody, probably you, would like to have what { $it } posts at { $other } sent to this address. Say yes within a week:
subscription-not-you = If it was not you, do nothing: no more letters will come.
subscription-yes = Yes, send them
subscription-subject = New from { $it }
subscription-confirm-sure = What { $it } posts for everybody is to come to { $other }.
subscription-confirm-done = What { $it } posts comes to { $other } from now on.
subscription-end-sure = What { $it } posts comes to { $other }. Is that to end?
subscription-end = End it
subscription-end-done = Done. What { $it } posts does not come to { $other } any more. It can be asked for again at any time.
