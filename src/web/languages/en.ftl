
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
role-alumni = Alumni
role-steward = Steward
role-supporter-many = Supporters
role-active-many = Active members
role-connector-many = Connectors
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

## The chapter
home-description = { $it }: the chapter in { $other }.
home-write = Write something
home-follow = Follow the chapter
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
privacy-keeps-text = Your name, e-mail address and password (as a hash nobody can turn back), your posts, pictures, follows, votes and settings, and the apps and browsers you have logged in with. No addresses of your computer, no statistics of what you read.
privacy-who = Who sees it
privacy-who-text = Public posts: everybody. Posts to followers: they, and the servers they use. Letters: those named in them, their servers, and whoever looks after a server. Bookmarks, lists, filters, notes and searches: nobody else.
privacy-servers = Other servers
privacy-servers-text = What you post is sent to the servers of those it is for. When you delete it, they are asked to do the same. Pictures of other servers are fetched by this node, so that they do not learn what you look at.
privacy-leaving = Leaving
privacy-leaving-text = You can take what you wrote with you, move to another server, and have your account deleted: all three in the settings.
write-more = Content warning, language
