
## Frame
skip-to-content = Aller au contenu
navigation = Menu principal
nav-home = Accueil
nav-notifications = Notifications
nav-people = Membres
nav-search = Rechercher
nav-about = À propos
nav-privacy = Confidentialité
nav-profile = Mon profil
nav-settings = Réglages
nav-desk = Bureau de l’intendance
nav-join = Rejoindre
log-in = Se connecter
log-out = Se déconnecter
footer-software = Fonctionne avec Potluck, logiciel libre sous AGPL.
preference-language = Langue
preference-theme = Couleurs
preference-apply = Appliquer
theme-system = Comme le système
theme-light = Clair
theme-dark = Sombre
to-the-home-page = Vers la page d’accueil
more = Plus
older = Afficher plus
older-posts = Messages plus anciens
posts = Messages
feed = Flux RSS
timelines = Fils

## When something is wrong
fault-not-found = Il n’y a rien ici
fault-not-found-text = La page a peut-être été déplacée ou supprimée, ou n’est pas pour tout le monde. La page d’accueil de l’antenne est un bon endroit pour continuer.
fault-gone = Ceci n’existe plus
fault-gone-text = C’était ici, et cela a été supprimé pour de bon.
fault-busy = Merci de patienter un peu
fault-busy-text = 
        Trop de demandes sont venues d’ici. Réessayez dans { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }.
fault-log-in = Merci de vous connecter
fault-refused = Ceci n’est pas permis
fault-unavailable = Indisponible pour le moment
fault-internal = Quelque chose s’est mal passé
fault-invalid = Ceci ne peut pas être utilisé
form-has-faults = { $count ->
        [one] Un point est à revoir ci-dessous.
       *[other] { $count } points sont à revoir ci-dessous.
    }
fault-blank = Ceci est nécessaire.
fault-wrong = Ceci ne semble pas correct.
fault-reserved = Ce nom est réservé. Choisissez-en un autre.
fault-taken = C’est déjà pris. Choisissez autre chose.
fault-too-short = C’est trop court.
fault-accepted = Merci d’accepter pour continuer.
error-this-form-has-expired-go = Ce formulaire a expiré. Revenez en arrière, rechargez la page et renvoyez-le.
error-this-name-and-password-do = Ce nom et ce mot de passe ne vont pas ensemble.
error-validation-failed-text-cant-be = Écrivez quelque chose, ou ajoutez une image.
error-validation-failed-text-character-limit = C’est trop long.
error-choose-at-least-one-answer = Choisissez au moins une réponse du sondage.
error-this-invitation-does-not-hold = Cette invitation n’est plus valable. Demandez-en une autre.
error-this-action-is-not-allowed = Cette action n’est pas permise.
error-something-went-wrong-on-our = Quelque chose s’est mal passé de notre côté. C’est noté.
error-this-decision-is-of-a = Cette décision suit une version du protocole que ce nœud ne connaît pas : on peut la lire ici, et rien de plus.
error-this-node-has-not-been = Ce nœud n’est pas encore installé. Son intendant trouve le lien dans le terminal.
error-this-is-not-the-setup = Ce n’est pas le lien d’installation. Potluck l’affiche dans le terminal à chaque démarrage jusqu’à ce que l’antenne soit installée.

## Logging in, joining
login-name = Nom ou adresse e-mail
password = Mot de passe
login-forgotten = J’ai oublié mon mot de passe
login-no-account = Pas encore de compte ?
said-logged-out = Vous êtes déconnecté·e.
join-title = Rejoindre { $it }
join-invited = Vous êtes invité·e : bienvenue.
join-invitation-ended = Cette invitation n’est plus valable. Demandez-en une autre à qui vous l’a donnée.
join-closed = Ici, les comptes sont créés par l’intendance. Venez à la prochaine rencontre, ou écrivez-lui.
join-by-invitation = On rejoint avec une invitation. Chaque membre peut en demander une à l’intendance ; si vous avez un code, entrez-le ici.
join-code = Code d’invitation
join-code-use = Utiliser le code
join-approval = L’intendance lit chaque demande et y répond, en général en quelques jours.
join-username = Nom d’utilisateur
join-username-help = Lettres, chiffres et tirets bas. On vous trouvera sous @nom@{ $it }. Il ne peut pas être changé ensuite.
join-name = Votre nom, tel qu’il est affiché
join-email = Adresse e-mail
password-help = Au moins { $count } caractères. Une phrase se retient facilement.
join-reason = Pourquoi souhaitez-vous nous rejoindre ?
join-reason-help = Quelques mots sur vous, et qui vous a parlé de nous. Seule l’intendance les lit.
join-agreement = J’accepte les règles et la façon dont les données sont traitées :
join-have-account = Vous avez un compte ?
said-joined = Bienvenue ! Voici votre accueil : ce qu’écrivent les personnes que vous suivez arrive ici.
said-joined-waiting = Merci. L’intendance va regarder votre demande ; vous pourrez vous connecter une fois accepté·e.

## Set-up
setup-title = Installer votre antenne
setup-lead = Quelques réponses, et votre ville a sa place dans le réseau.
setup-name = Nom de l’antenne
setup-city = Ville
setup-time-zone = Fuseau horaire
setup-time-zone-help = Les jours et les heures sont ceux de ce lieu.
setup-domain = Domaine
setup-domain-help = Il figure dans chaque adresse, comme @paris@paris.example.org, et ne peut pas être changé ensuite.
setup-try-out = Seulement un essai sur cette machine (sans TLS, les autres villes ne peuvent pas l’atteindre). Décochez pour un domaine public.
setup-steward = La première personne de l’intendance
setup-found = Fonder l’antenne

## Apps
authorize-title = Laisser entrer { $it } ?
authorize-wishes = L’application pourrait :
authorize-password = Elle n’apprend pas votre mot de passe.
authorize-yes = La laisser entrer
authorize-no = Non, merci
scope-read = lire vos fils, vos notifications et votre compte
scope-write = publier, partager, mettre en favori et modifier votre compte à votre place
scope-follow = suivre et ne plus suivre des personnes à votre place
scope-push = vous envoyer des notifications
scope-profile = voir qui vous êtes
code-title = Votre code pour { $it }
code-text = Copiez ce code et donnez-le à l’application. Il marche une fois, pendant dix minutes.
code-label = Code

## Posts
post-replies = { $count ->
        [one] { $count } réponse
       *[other] { $count } réponses
    }
post-boosts = { $count ->
        [one] { $count } partage
       *[other] { $count } partages
    }
post-favourites = { $count ->
        [one] { $count } favori
       *[other] { $count } favoris
    }
post-bookmark = Marquer
post-bookmarked = Marqué
post-edit = Modifier
post-its-page = Sa page
post-delete = Supprimer
post-delete-sure = Supprimer ce message ? Les serveurs qui l’ont reçu sont priés de le supprimer aussi.
post-delete-yes = Le supprimer
post-report = Signaler
post-edited = modifié
post-passed-on-by = partagé par { $it }
post-sensitive = Sensible : regarder
post-picture-undescribed = Une image sans description
post-file = Un fichier
post-replies-title = Réponses
visibility-public = Tout le monde
visibility-unlisted = Tout le monde, mais hors des fils
visibility-private = Abonné·es
visibility-direct = Seulement les personnes mentionnées
poll-vote-on = Votre réponse
poll-vote = Voter
poll-votes = { $count ->
        [one] { $count } voix
       *[other] { $count } voix
    }
poll-voters = { $count ->
        [one] { $count } personne a voté
       *[other] { $count } personnes ont voté
    }
poll-own = votre réponse
poll-over = clos
poll-until = ouvert jusqu’au
write-title = Écrire un message
write-reply-title = Répondre
write-edit-title = Modifier le message
write-text = Qu’aimeriez-vous dire ?
write-left = caractères restants. @nom mentionne quelqu’un, #mot aide à trouver.
write-warning = Avertissement (facultatif)
write-who = Qui peut le voir ?
write-language = Langue
write-pictures = Ajouter des images, un film ou un son
write-picture = Fichier { $count }
write-description = Description du fichier { $count }
write-description-help = Une description permet à qui ne voit pas l’image de savoir ce qu’elle montre.
write-sensitive = Montrer seulement après un clic
write-poll = Ajouter un sondage
write-option = Réponse { $count }
write-days = Ouvert combien de jours ?
write-multiple = Plusieurs réponses possibles
write-send = Publier
write-save = Enregistrer
write-too-large = Un fichier est trop grand.
said-posted = Publié.
said-edited = Votre message a été modifié.
said-deleted = Votre message a été supprimé.

## From another server
interact-title = Continuer depuis votre serveur
interact-reply = Répondre depuis votre serveur
interact-where = Votre serveur ou votre adresse là-bas
interact-placeholder = vous@exemple.social
interact-go = Continuer
interact-help = Tout serveur du fédivers convient : Mastodon, Misskey, GoToSocial… Membres de cette antenne :
interact-on = Ceci vous mène à { $it }, où vous avez un compte et pouvez suivre ou répondre.
interact-continue = Continuer sur { $it }
interact-no-server = Ce n’est pas un nom de serveur. Il ressemble à exemple.social, ou vous@exemple.social.
interact-by-hand = Ou collez ceci dans la recherche de votre application :

## Home of members
home-following = Abonnements
home-bookmarks = Marque-pages
home-favourites = Favoris
home-empty = Encore rien ici. Suivez des personnes depuis la page des membres ou en cherchant une adresse comme @nom@ville.exemple, et ce qu’elles écrivent arrive ici.
home-chapter-empty = Personne de l’antenne n’a encore publié. Soyez la première personne.
home-bookmarks-empty = Vous n’avez encore rien marqué. Personne d’autre ne voit ce que vous gardez ici.
home-favourites-empty = Vous n’avez encore rien mis en favori.
tag-empty = Personne que cette antenne connaisse n’a encore utilisé ce mot-clé.
notifications-empty = Il ne s’est encore rien passé. Réponses, mentions, abonnements et favoris apparaissent ici.
notifications-new = Nouveau
notifications-clear = Tout effacer
notifications-clear-sure = Oublier toutes les notifications ? Les messages restent.
said-notifications-cleared = Toutes les notifications sont effacées.
notice-mention = vous a mentionné·e
notice-follow = vous suit
notice-follow-request = aimerait vous suivre
notice-favourite = aime votre message
notice-reblog = a partagé votre message
notice-status = a publié
notice-poll = Un sondage est clos
notice-quote = vous a cité·e
notice-update = a modifié un message que vous avez partagé
notice-quoted-update = a modifié un message que vous avez cité
notice-admin-sign-up = s’est inscrit·e
notice-admin-report = signale quelque chose
notice-moderation-warning = L’intendance vous écrit à propos de votre compte
follow-requests-waiting = { $count ->
        [one] { $count } personne aimerait vous suivre.
       *[other] { $count } personnes aimeraient vous suivre.
    }
search-label = Que cherchez-vous ?
search-placeholder = mots, #mot-clé, @nom@ville.exemple, une adresse
search-help = Cherche dans ce que vous avez écrit, ce à quoi vous avez pris part, et les messages dont les auteurs le permettent. from:nom, has:media, before:2026-01-31 précisent.
search-nothing = Rien n’a été trouvé pour « { $it } ».

## People
people-description = Qui compose { $it }.
people-roles = Rôles
people-all = Tout le monde
people-search = Chercher par nom
people-empty = Personne n’a été trouvé.
role-supporter = Soutien
role-active = Membre actif
role-connector = Connector
role-dormant = Connector en sommeil
role-alumni = Ancien·ne
role-steward = Intendance
role-supporter-many = Soutiens
role-active-many = Membres actifs
role-connector-many = Connectors
role-dormant-many = Connectors en sommeil
role-alumni-many = Ancien·nes
role-supporter-count = { $count ->
        [one] { $count } soutien
       *[other] { $count } soutiens
    }
role-active-count = { $count ->
        [one] { $count } membre actif
       *[other] { $count } membres actifs
    }
role-connector-count = { $count ->
        [one] { $count } Connector
       *[other] { $count } Connectors
    }
profile-chapter = L’antenne
profile-bot = Automatisé
profile-follows-you = Vous suit
profile-moved = Ce compte a déménagé vers
profile-verified = Vérifié : la page renvoie à ce profil
profile-posts = { $count ->
        [one] { $count } message
       *[other] { $count } messages
    }
profile-following = { $count ->
        [one] { $count } abonnement
       *[other] { $count } abonnements
    }
profile-followers = { $count ->
        [one] { $count } abonné·e
       *[other] { $count } abonné·es
    }
profile-since = ici depuis le { $it }
profile-edit = Modifier mon profil
profile-elsewhere = La page d’origine
profile-tab-replies = Messages et réponses
profile-tab-media = Médias
profile-pinned = Épinglés
profile-latest = Derniers messages
profile-empty = Encore rien. Pour ne rien manquer, cherchez { $it } dans une application Mastodon et suivez.
follow = Suivre
unfollow = Ne plus suivre
follow-requested = Demandé : annuler
mute = Masquer
unmute = Ne plus masquer
block = Bloquer
unblock = Débloquer
report = Signaler
said-followed = Vous suivez maintenant ce compte.
said-follow-asked = Vous avez demandé à suivre ce compte. Les messages arriveront après accord.
said-unfollowed = Vous ne suivez plus ce compte.
said-muted = Vous ne verrez plus ce compte. Il ne l’apprend pas.
said-blocked = Ce compte est bloqué : vous ne vous voyez plus.
said-undone = Annulé.
said-request-accepted = Ce compte vous suit maintenant.
said-request-refused = La demande est refusée.
profile-attested = L’antenne le dit à tout le monde, signature à l’appui
profile-connector-of = Connector de { $it }
profile-attested-until = Signé par l’antenne, jusqu’au { $it }

## The chapter
home-description = { $it } : l’antenne de { $other }.
home-write = Écrire quelque chose
home-follow = Suivre l’antenne
home-dates = Prochaines dates
dates-review = À revoir :
dates-network = Le réseau décide jusque-là :
announcement = Annonce
home-latest = Derniers messages
home-more = Tous les messages de l’antenne
home-nothing-posted = Rien n’a encore été publié. Les membres écrivent ici, ou avec une application Mastodon : connectez-vous à { $it }.
home-all-people = { $count ->
        [one] Un·e membre
       *[other] Les { $count } membres
    }
home-elsewhere = D’ailleurs
home-elsewhere-follow = Depuis tout serveur du fédivers, suivez
home-elsewhere-app = Membres : indiquez à votre application Mastodon
about-title = À propos de { $it }
about-values = Nos valeurs
value-transparency = Transparence : ce qui peut être public l’est, avec une adresse et un téléchargement.
value-openness = Ouverture : formats ouverts à l’entrée comme à la sortie ; qui part emporte ses affaires.
value-meet = Se rencontrer pour de vrai.
value-action = Action : le chemin le plus court pour démarrer est le meilleur.
value-beta = Bêta permanente : notre façon de faire change par décision, et se réexamine.
value-feedback = Retours et jeu : nous fêtons ce qui a marché et disons avec bienveillance ce qui n’a pas marché.
value-inclusion = Inclusion : plusieurs langues, connexions lentes, vieux téléphones, lecteurs d’écran.
about-rules = Règles
about-no-rules = L’antenne n’a encore écrit aucune règle.
about-stewards = Intendance
about-stewards-text = Elles et ils prennent soin de ce nœud. Écrivez-leur si quelque chose ne va pas.
about-join = Rejoindre
door-closed = Les comptes sont créés par l’intendance.
door-invitation = On rejoint avec une invitation.
door-approval = Qui demande est accepté·e par l’intendance.
door-open = Tout le monde peut rejoindre.
about-node = Ce nœud
about-since = Fondé
about-members = Membres
about-servers = Serveurs connus
about-follow = À suivre sous
about-app = Pour les applications
privacy-keeps = Ce que garde { $it }
privacy-keeps-text = Votre nom, votre adresse e-mail et votre mot de passe (sous une forme que personne ne peut inverser), vos messages, images, abonnements, votes et réglages, et les applications et navigateurs avec lesquels vous vous êtes connecté·e. De qui reçoit des publications par e-mail : son adresse, jusqu’à ce que la personne y mette fin. Aucune adresse de votre ordinateur, aucune statistique de ce que vous lisez.
privacy-who = Qui le voit
privacy-who-text = Messages publics : tout le monde. Messages aux abonné·es : elles et eux, et les serveurs qu’ils utilisent. Lettres : les personnes nommées, leurs serveurs, et qui s’occupe d’un serveur. Marque-pages, listes, filtres, notes et recherches : personne d’autre.
privacy-servers = Autres serveurs
privacy-servers-text = Ce que vous publiez est envoyé aux serveurs de qui doit le lire. Quand vous le supprimez, ils sont priés de faire de même. Les images d’autres serveurs sont cherchées par ce nœud, pour qu’ils n’apprennent pas ce que vous regardez.
privacy-leaving = Partir
privacy-leaving-text = Vous pouvez emporter ce que vous avez écrit, déménager vers un autre serveur, et faire supprimer votre compte : tout cela dans les réglages.
write-more = Avertissement, langue

## Settings
save = Enregistrer
remove = Retirer
accept = Accepter
refuse = Refuser
said-saved = Enregistré.
said-profile-saved = Votre profil est enregistré.
settings-profile = Profil
settings-privacy = Confidentialité et publication
settings-security = Connexion et sécurité
settings-mail = E-mails
settings-requests = Demandes de suivi
settings-filters = Filtres
settings-blocks = Bloqués et masqués
settings-moving = Export, import, déménagement
settings-delete = Supprimer mon compte
settings-note = À propos de vous
settings-note-help = Quelques phrases. @nom, #mot et adresses deviennent des liens.
settings-pictures = Images
settings-avatar = Votre portrait
settings-avatar-description = Ce qu’il montre, pour qui ne le voit pas
settings-avatar-remove = Retirer le portrait
settings-header = Bannière
settings-header-description = Ce que montre la bannière
settings-header-remove = Retirer la bannière
settings-fields = Liens et autres
settings-fields-help = Votre site, vos pronoms, vos savoir-faire. Ce qui est vide n’est pas affiché.
settings-field-name = Intitulé
settings-field-value = Contenu
settings-verified = vérifié
settings-rel-me = Un lien est vérifié quand sa page renvoie ici. Mettez-y ceci :
settings-locale = Langue des pages et des e-mails
privacy-who-finds = Qui vous trouve
privacy-locked = J’approuve qui me suit
privacy-discoverable = On peut me montrer dans les annuaires et suggestions
privacy-indexable = Mes messages publics peuvent être trouvés par la recherche, ici et par les moteurs
privacy-hide = Mes abonnements et abonné·es ne sont pas montrés
privacy-bot = Ce compte publie tout seul
privacy-posting = Nouveaux messages
privacy-quotes = Qui peut vous citer
policy-public = Tout le monde
policy-followers = Abonné·es
policy-nobody = Personne
privacy-language = Langue dans laquelle vous écrivez (en, fr, es…)
privacy-sensitive = Mes images s’affichent seulement après un clic
delete-text = Tout ce que vous avez écrit ici est supprimé, et les serveurs qui l’ont sont priés de faire de même. Votre nom reste réservé, pour que personne ne se fasse passer pour vous. C’est irréversible.
delete-before = Avant de partir, vous pouvez emporter une copie ou déménager :
delete-yes = Supprimer mon compte pour de bon
delete-last-steward = Vous êtes la seule personne à l’intendance. Nommez d’abord quelqu’un d’autre, sinon personne ne pourrait s’occuper de l’antenne.
said-account-deleted = Votre compte est supprimé. Bonne route.
password-current = Votre mot de passe actuel
password-new = Nouveau mot de passe
password-change = Changer le mot de passe
password-change-help = Les autres navigateurs et toutes les applications sont déconnectés.
password-wrong = Le mot de passe n’est pas bon.
error-the-password-is-not-right = Le mot de passe n’est pas bon.
said-password-changed = Votre mot de passe est changé. Ailleurs, il faut vous reconnecter.
said-email-changed = Votre adresse est changée.
said-email-asked = Une lettre part à la nouvelle adresse. Elle sera la vôtre ici dès que vous l’y aurez confirmée.
error-this-address-belongs-to-another = Cette adresse appartient à un autre compte.
second-title = Second facteur
second-text = Ouvrez votre application d’authentification et tapez le code qu’elle montre pour cette antenne.
second-code = Code
second-lost = Téléphone perdu ? Tapez un de vos codes de secours.
second-again = Recommencer
second-on = Activé
second-why = Un mot de passe peut être deviné ou volé. Avec un second facteur, un code de votre téléphone est demandé en plus.
second-begin = Activer le second facteur
second-turn-on = L’activer
second-end = Désactiver le second facteur
said-second-ended = Le second facteur est désactivé.
second-codes-left = { $count ->
        [one] Il reste { $count } code de secours.
       *[other] Il reste { $count } codes de secours.
    }
second-new-codes = Nouveaux codes de secours
second-scan = Avec une application d’authentification (Aegis, FreeOTP, Google Authenticator…), scannez ceci :
second-picture = Code QR avec le secret ci-dessous
second-by-hand = Ou tapez ce secret dans l’application
second-codes = Vos codes de secours
second-codes-text = Notez-les ou imprimez-les, et gardez-les loin du téléphone. Chacun marche une fois. Ils ne seront plus montrés.
second-codes-kept = Je les ai gardés
error-this-code-is-not-right = Ce code n’est pas bon. L’heure du téléphone est-elle juste ?
error-this-took-too-long-begin = Cela a pris trop de temps. Recommencez.
error-the-second-factor-is-on = Le second facteur est déjà activé.
security-browsers = Où vous êtes connecté·e
security-browser-unknown = Un navigateur
security-since = depuis le { $it }
security-this = celui-ci
security-end-others = Se déconnecter partout ailleurs
security-apps = Applications autorisées
security-no-apps = Aucune application. Toute application Mastodon convient : connectez-vous avec le domaine de cette antenne.
security-end-app = La retirer
said-session-ended = Ce navigateur est déconnecté.
said-sessions-ended = Tous les autres navigateurs sont déconnectés.
said-app-ended = L’application est retirée.
filters-text = Les messages avec ces mots vous sont cachés, ou placés derrière un avertissement. Personne ne l’apprend.
filters-empty = Vous ne filtrez rien.
filters-hidden = caché
filters-warned = derrière un avertissement
filters-until = jusqu’au { $it }
filters-for-ever = pour toujours
filters-add = Ajouter un filtre
filters-words = Mots ou expressions, un par ligne
filters-where = Où
filters-hide = Cacher complètement ces messages
filters-days = Pendant combien de jours ? Vide : pour toujours
act-filter-home = Dans mon fil d’accueil
act-filter-notifications = Dans les notifications
act-filter-public = Dans les fils publics
act-filter-thread = Dans les conversations
act-filter-account = Sur les profils
blocks-blocked = Bloqués
blocks-muted = Masqués
blocks-none = Personne.
blocks-hosts = Serveurs dont vous ne voulez pas entendre parler
blocks-hosts-text = Rien de ce serveur ne vous parvient, et personne là-bas ne vous suit plus.
blocks-host = Serveur, comme exemple.social
requests-empty = Personne n’attend de réponse.
requests-open = Tout le monde peut vous suivre ; il n’y a pas de demandes. Cela se change dans la confidentialité.
moving-take = Emporter
moving-take-text = Vos listes en fichiers CSV, sous la forme que Mastodon lit :
moving-archive-text = Tout ce que vous avez écrit, avec les images, dans une archive (ActivityPub dans un fichier zip) :
moving-archive-ask = Créer une archive
moving-archive-fetch = Télécharger
moving-under-way = en cours
said-archive-asked = Votre archive est en préparation. Elle apparaîtra ici.
moving-bring = Apporter
moving-bring-text = Fichiers CSV d’un autre serveur : abonnements, blocages, masquages, marque-pages et listes.
moving-file = Fichier
moving-kind = Que contient-il ?
moving-kind-guess = Regarder dans le fichier
moving-mode = Ce qui est déjà ici
moving-merge = reste
moving-overwrite = est remplacé
moving-bring-do = Importer
moving-failed = { $count ->
        [one] { $count } ligne n’a pas pu être faite
       *[other] { $count } lignes n’ont pas pu être faites
    }
said-import-begun = L’import est en cours ; rechargez la page pour voir où il en est.
act-list-following = Abonnements
act-list-blocking = Bloqués
act-list-muting = Masqués
act-list-domain-blocking = Serveurs bloqués
act-list-bookmarks = Marque-pages
act-list-lists = Listes
moving-in = Emménager
moving-in-text = Vous venez d’un autre serveur ? Indiquez d’abord ici votre ancien compte ; puis lancez le déménagement là-bas, vers { $it }. Vos abonné·es suivent.
moving-old = Votre ancien compte
moving-out = Déménager
moving-out-text = Sur le nouveau serveur, indiquez d’abord { $it } comme ancien compte. Vos abonné·es sont alors prié·es de vous suivre là-bas ; vos messages restent ici.
moving-new = Votre nouveau compte
moving-out-do = Déménager
said-moved-away = Vous avez déménagé. Vos abonné·es sont prévenu·es.
error-this-account-was-not-found = Ce compte n’a pas été trouvé. Son adresse ressemble à @nom@ville.exemple.
error-choose-a-file-first = Choisissez d’abord un fichier.
error-what-is-in-this-file = Le contenu de ce fichier n’a pas pu être reconnu. Choisissez-le dans la liste.

## Mail
mail-none = Ce nœud n’a pas de serveur de mail : aucune lettre n’est envoyée. Vos choix sont gardés.
mail-to = Les lettres vont à { $it }.
act-mail-mention = Quand on me mentionne
act-mail-follow-request = Quand quelqu’un aimerait me suivre
act-mail-desk = Quand quelqu’un s’inscrit ou signale quelque chose
act-mail-digest = Un résumé de ce que j’ai manqué
act-mail-account = À propos du compte
act-mail-test = Essai
act-often-never = jamais
act-often-daily = chaque jour
act-often-weekly = chaque semaine
mail-from = Envoyé par { $it }.
mail-off = Ne plus recevoir ce genre de lettres :
mail-look = Regarder
mail-off-sure = Arrêter ces lettres :
mail-off-yes = Les arrêter
mail-off-done = C’est fait. Vous ne recevrez plus ce genre de lettres.
mail-off-settings = Tous les réglages d’e-mail
mail-digest-subject = Ce que vous avez manqué chez { $it }
mail-digest-more = … et d’autres choses.
mail-password-subject = Un nouveau mot de passe pour { $it }
mail-password-text = Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour @{ $it }. Choisissez-le dans la journée :
mail-password-not-you = Si ce n’était pas vous, ne faites rien : le mot de passe reste le même.
mail-password-button = Choisir un nouveau mot de passe
mail-approved-subject = Bienvenue chez { $it }
mail-approved-text = Votre demande est acceptée. Vous êtes maintenant @{ $it }.
forgotten-title = Mot de passe oublié
forgotten-text = Nous vous envoyons une lettre avec un lien pour en choisir un nouveau.
forgotten-send = Envoyer la lettre
forgotten-asked = Si ce compte existe, une lettre est en route. Regardez aussi dans les indésirables.
forgotten-by-hand = Ce nœud n’envoie pas d’e-mails. L’intendance peut vous donner un lien pour choisir un nouveau mot de passe.
said-password-renewed = Votre mot de passe est changé. Connectez-vous avec.
error-this-link-does-not-hold = Ce lien n’est plus valable. Demandez-en un autre.
mail-test-failed = Le serveur de mail n’a pas pris la lettre. Il a dit :
mail-server = Serveur
mail-sender = Expéditeur
mail-test = Envoyer un essai à { $it }
mail-test-subject = Un essai de { $it }
mail-test-text = Cette lettre a été envoyée du bureau de l’intendance. L’e-mail fonctionne.
said-mail-sent = Le serveur a pris la lettre. Regardez votre boîte.
mail-latest = Les dernières lettres
mail-no-letters = Aucune lettre n’a encore été écrite.
mail-recipient = À
mail-kind = Sujet
mail-state = État
mail-state-sent = envoyée
mail-state-failed = échec jusqu’ici
mail-state-waiting = en attente
mail-not-set-up = Aucun serveur de mail n’est réglé. Mettez ceci dans le fichier de configuration et redémarrez le nœud :
mail-by-hand = D’ici là, les liens pour de nouveaux mots de passe se font sur la page de chaque membre, et se transmettent à la main.

## Desk
desk-overview = Vue d’ensemble
desk-members = Membres
desk-requests = Demandes d’adhésion
desk-invitations = Invitations
desk-reports = Signalements
desk-domains = Règles pour les serveurs
desk-federation = Autres serveurs
desk-announcements = Annonces
desk-emojis = Émojis
desk-chapter = Antenne et apparence
desk-storage = Stockage et sauvegardes
desk-jobs = Tâches de fond
desk-log = Journal des actes
desk-design = Système de design
desk-all-well = Tout va bien. Rien ne demande d’aide.
desk-hands = Ce qui demande un coup de main
hand-requests = { $count ->
        [one] { $count } personne attend d’être acceptée
       *[other] { $count } personnes attendent d’être acceptées
    }
hand-reports = { $count ->
        [one] { $count } signalement est ouvert
       *[other] { $count } signalements sont ouverts
    }
hand-hosts = { $count ->
        [one] { $count } serveur ne répond pas
       *[other] { $count } serveurs ne répondent pas
    }
hand-letters = { $count ->
        [one] { $count } lettre n’a pas pu être envoyée
       *[other] { $count } lettres n’ont pas pu être envoyées
    }
hand-mail = { $count ->
        [one] Aucun serveur de mail n’est réglé
       *[other] Aucun serveur de mail n’est réglé
    }
hand-disk = { $count ->
        [one] Le disque est presque plein
       *[other] Le disque est presque plein
    }
hand-steward = { $count ->
        [one] Il n’y a qu’une personne à l’intendance : nommez-en une deuxième
       *[other] Il n’y a qu’une personne à l’intendance : nommez-en une deuxième
    }
desk-people = Membres
desk-active = Actifs en 30 jours
desk-weeks = Messages par semaine
desk-week = Semaine du
desk-week-posts = { $count ->
        [one] { $count } message
       *[other] { $count } messages
    }
desk-as-table = La même chose en tableau
desk-writers = Auteurs
desk-joined = Arrivées
desk-machine = La machine
desk-outgoing = Envois en attente
desk-incoming = Arrivées en attente
desk-jobs-due = Tâches à faire
desk-members-search = Nom ou adresse e-mail
act-state-all = Tous les membres
act-state-stewards = Intendance
act-state-disabled = Exclus
act-state-silenced = Limités
act-state-suspended = Suspendus
act-state-remote = Ailleurs
desk-role = Rôle
desk-since = Depuis
desk-profile = Profil
desk-decision = Par quelle décision ?
desk-history = Rôles jusqu’ici
desk-make-steward = Nommer à l’intendance
desk-no-steward = Retirer de l’intendance
error-there-must-be-one-steward = Il faut au moins une personne à l’intendance. Nommez d’abord quelqu’un d’autre.
desk-password-text = Pour qui a perdu son mot de passe : un lien pour en choisir un nouveau, une fois, dans la journée. Transmettez-le en personne ou par un moyen sûr.
desk-password-make = Créer un lien
desk-password-link = Le lien pour un nouveau mot de passe. Il n’est montré qu’une fois :
error-another-stewards-password-is-renewed = Le mot de passe d’une autre personne de l’intendance se change dans le terminal : potluck account password.
desk-sanctions = Agir
desk-sanctions-text = La personne est prévenue, avec la raison ; c’est écrit dans le journal. Tout peut être annulé.
desk-what = Quoi
desk-reason = Raison
desk-do = Le faire
act-do-warn = Avertir : seulement le dire
act-do-disable = Exclure : plus de connexion ; rien n’est caché
act-do-sensitize = Montrer ses images seulement après un clic
act-do-silence = Limiter : visible seulement pour qui suit
act-do-suspend = Suspendre : tout est caché
act-undo-disable = Permettre à nouveau la connexion
act-undo-sensitize = Montrer à nouveau ses images
act-undo-silence = Lever la limite
act-undo-suspend = Lever la suspension
error-choose-what-to-do = Choisissez quoi faire.
desk-no-deeds = Rien n’a encore été fait.
mark-pending = attend d’être accepté
mark-disabled = exclu
mark-silenced = limité
mark-sensitized = images voilées
mark-suspended = suspendu
mark-second-factor = second facteur
desk-no-requests = Personne n’attend à la porte.
desk-approve = Accepter
desk-reject = Refuser
desk-reject-text = Rien de la demande n’est gardé, et le nom redevient libre.
desk-door = La porte
desk-door-how = Comment on rejoint
said-request-approved = La personne est acceptée.
said-request-rejected = La demande est refusée.
invitations-text = Qui a l’adresse peut rejoindre, quelle que soit la porte.
invitations-note = Pour qui ? Seule l’intendance le voit
invitations-most = Pour combien de personnes
invitations-days = Valable combien de jours
invitations-make = Créer une invitation
invitations-none = Il n’y a pas d’invitations.
invitations-holds = valable
invitations-ended = terminée
invitations-address = Adresse à transmettre
invitations-used = 
        Utilisée { $count ->
        [one] { $count } fois
       *[other] { $count } fois
    }
invitations-of = sur { $count }
invitations-revoke = La retirer
said-invitation-made = L’invitation est créée. Transmettez son adresse.
copy = Copier
copied = Copié
report-title = Signaler { $it }
report-of = Un signalement sur { $it }
report-text = L’intendance de l’antenne l’examine. La personne signalée n’apprend pas qui l’a fait.
report-why = Qu’est-ce qui ne va pas ?
act-category-other = Autre chose
act-category-spam = Indésirable
act-category-legal = Contre la loi
act-category-violation = Contre une règle de l’antenne
report-rules = Quelles règles ?
report-comment = Que doit savoir l’intendance ?
report-forward = Prévenir aussi l’intendance de son serveur, sans me nommer
report-send = Envoyer le signalement
said-reported = Merci. L’intendance va regarder.
reports-open = Ouverts
reports-done = Traités
reports-none = Aucun signalement.
reports-by = par { $it }, { $other }
reports-assigned = quelqu’un s’en occupe
reports-assigned-to = @{ $it } s’en occupe
reports-forwarded = envoyé aussi à son serveur
reports-context = Ce qu’on sait
reports-others = { $count ->
        [one] { $count } autre signalement sur ce compte.
       *[other] { $count } autres signalements sur ce compte.
    }
reports-account = Le compte
reports-act = Agir sur le compte
reports-resolve = C’est traité
reports-reopen = Le rouvrir
reports-take = Je m’en occupe
reports-leave = Le laisser aux autres
domains-text = Ce qui est décidé ici pour un serveur vaut aussi pour tout ce qui est sous son nom.
act-severity-block = Bloquer : rien n’entre ni ne sort
act-severity-limit = Limiter : visible seulement pour qui suit
act-severity-media = Sans médias : messages sans images
act-severity-allow = Autoriser : bienvenu
domains-comment = Raison, pour tout le monde
domains-note = Raison, pour l’intendance
domains-set = Fixer une règle
domains-none = Aucune règle : tous les serveurs sont bienvenus.
domains-host = Serveur
domains-lift = Lever
domains-lists = Listes de blocage
domains-lists-text = Sous la forme que Mastodon écrit et lit ; une simple liste de serveurs, un par ligne, les bloque tous. Vos décisions sont remplacées là où la liste dit autre chose.
domains-export = Télécharger la liste
domains-import = Importer une liste
domains-imported = { $count ->
        [one] { $count } règle a été fixée.
       *[other] { $count } règles ont été fixées.
    }
domains-wrong = Ces lignes n’ont pas pu servir :
error-the-file-is-not-a = Le fichier n’est pas une liste de blocage.
error-this-is-the-chapters-own = C’est l’hôte de l’antenne elle-même.
health-known = { $count ->
        [one] Cette antenne connaît { $count } serveur.
       *[other] Cette antenne connaît { $count } serveurs.
    }
health-well = Tout ce qui a été envoyé est arrivé, et chaque serveur a répondu la dernière fois.
act-host-idle = Répond.
act-host-sending = Envoi en cours.
act-host-waiting = N’a pas répondu la dernière fois ; nouvel essai bientôt.
act-host-down = Ne répond plus depuis un moment. On essaie de temps en temps ; rien n’est perdu pendant une semaine.
act-host-parked = N’a pas répondu depuis une semaine. Plus rien n’est gardé pour lui jusqu’à ce qu’il se manifeste.
health-waiting = { $count ->
        [one] { $count } envoi attend.
       *[other] { $count } envois attendent.
    }
health-oldest = Le plus ancien date du { $it }.
health-last = Dernière réponse : { $it }.
health-next = Prochain essai : { $it }.
health-retry = Essayer maintenant
health-drop = Jeter ce qui attend
health-drop-sure = Ce qui attend pour ce serveur n’y arrivera jamais.
said-host-retried = Un essai va être fait.
said-host-dropped = Ce qui attendait a été jeté.
announcements-text = Ce que l’antenne dit à tout le monde : sur la page d’accueil et dans les applications des membres.
announcements-day = De quel jour s’agit-il ? Vide : d’aucun
announcements-day-help = Elle figure parmi les prochaines dates sur la page d’accueil, jusqu’à la fin de ce jour.
announcements-until = Jusqu’à quel jour ? Vide : jusqu’au retrait
announcements-send = Annoncer
announcements-none = Rien n’est annoncé.
announcements-over = terminée
said-announced = Annoncé.
emojis-text = Des images de l’antenne pour un mot entre deux-points, ici et partout où on lit.
emojis-name = Nom
emojis-category = Catégorie (facultatif)
emojis-picture = Image (PNG, GIF ou WebP, 256 ko au plus)
emojis-add = Ajouter
emojis-none = L’antenne n’a pas d’émojis à elle.
chapter-note = Qui nous sommes
chapter-note-help = Figure sur la page d’accueil, le profil de l’antenne et dans les applications.
chapter-accent = Couleur
chapter-accent-help = Là où elle se lirait mal, elle est assombrie ou éclaircie.
chapter-avatar = Image de l’antenne
chapter-rules-text = Ce que vous demandez à tout le monde. Montrées à l’arrivée, elles peuvent être citées dans les signalements.
chapter-rule = Règle
chapter-rule-hint = En savoir plus (facultatif)
chapter-rule-add = Ajouter la règle
chapter-fixed = Fixé à la fondation
error-a-colour-looks-like-9a3412 = Une couleur ressemble à #9a3412.
storage-free = Place restante
storage-database = Base de données
storage-media = Images et films
storage-backups = Sauvegardes
storage-used = { $count } % du disque est utilisé.
storage-left = Il reste { $it }.
storage-short = Le disque est presque plein. Faites vite de la place, sinon plus rien ne pourra être publié.
storage-bucket = dans le seau { $it }
storage-cache = 
        Les images d’autres serveurs sont gardées { $count ->
        [one] { $count } jour
       *[other] { $count } jours
    }.
storage-backups-text = Une sauvegarde contient tout : base de données, images, clés. Elle se fait pendant que le nœud tourne. Gardez-en une copie ailleurs.
storage-no-backups = Aucune sauvegarde n’a été faite d’ici.
storage-file = Fichier
storage-when = Quand
storage-size = Taille
storage-back-up = Faire une sauvegarde
storage-restore = Sur une nouvelle machine :
said-backup-begun = La sauvegarde est en cours. Elle apparaîtra dans la liste une fois complète.
said-backup-removed = La sauvegarde est supprimée.
jobs-text = Ce que le nœud fait tout seul, et ce qui est prévu.
jobs-none = Rien n’est prévu.
jobs-kind = Genre
jobs-planned = Prévu
jobs-due = À faire
jobs-failing = Déjà échoué
jobs-arrived = Ce qui est arrivé ces 30 derniers jours
jobs-waiting = { $count ->
        [one] { $count } arrivée attend son effet.
       *[other] { $count } arrivées attendent leur effet.
    }
jobs-count = Nombre
jobs-ignored = Sans effet
act-job-look-whether-gone = Un compte a-t-il disparu ?
act-job-backfill = Chercher la suite d’une conversation
act-job-close-poll = Clore un sondage
act-job-tell-poll = Dire où en est un sondage
act-job-check-quote = Une citation était-elle permise ?
act-job-process-media = Préparer un film
act-job-verify-links = Les pages renvoient-elles ?
act-job-post-scheduled = Publier ce qui était prévu
act-job-push = Réveiller une application
act-job-fetch-card = Regarder un lien
act-job-import = Importer un fichier
act-job-archive = Créer une archive
act-job-letter = Envoyer une lettre
log-text = Ce que l’intendance a fait, avec les raisons données. Rien n’en est jamais retiré.
log-who = Qui
log-terminal = le terminal
act-log-approve = accepté
act-log-reject = refusé
act-log-warn = averti
act-log-disable = exclu
act-log-enable = réadmis
act-log-sensitize = images voilées
act-log-unsensitize = images montrées à nouveau
act-log-silence = limité
act-log-unsilence = limite levée
act-log-suspend = suspendu
act-log-unsuspend = suspension levée
act-log-delete-account = compte supprimé
act-log-role = rôle
act-log-password = mot de passe
act-log-invite = invité
act-log-revoke-invitation = invitation retirée
act-log-registrations = la porte
act-log-set-domain-rule = règle pour un serveur
act-log-lift-domain-rule = règle levée
act-log-resolve-report = signalement traité
act-log-reopen-report = signalement rouvert
act-log-announce = annoncé
act-log-take-back-announcement = annonce retirée
act-log-add-rule = règle de l’antenne
act-log-remove-rule = règle retirée
act-log-close-conversation = conversation close
act-log-open-conversation = conversation ouverte
act-log-add-emoji = émoji ajouté
act-log-remove-emoji = émoji retiré
act-log-chapter-settings = réglages de l’antenne
design-lead = Chaque composant, une fois, pour que les pages se ressemblent et qu’une nouvelle se fasse avec l’existant.
design-type = Typographie
design-buttons = Boutons
design-tags = Étiquettes
design-messages = Messages
design-forms = Formulaires
design-tabs = Onglets
design-cards = Cartes et menus
design-tables = Tableaux
design-charts = Graphiques
design-language = Dates et nombres

## Passkeys
passkeys = Clés d’accès
passkeys-text = Une clé sur votre téléphone ou ordinateur, ouverte par un doigt, un visage ou un code. Elle remplace le mot de passe et le second facteur.
passkeys-script = Les clés d’accès ont besoin des scripts du navigateur.
passkey-name = Nom de cet appareil
passkey-add = Ajouter une clé d’accès
passkey-log-in = Se connecter avec une clé d’accès
passkey-failed = Cela n’a pas marché. Réessayez, ou utilisez le mot de passe.
said-passkey-added = La clé d’accès est ajoutée.
said-passkey-removed = La clé d’accès est retirée.
error-this-passkey-could-not-be = Cette clé d’accès n’a pas pu servir. Réessayez, ou utilisez le mot de passe.

## Whose address it is
mail-confirm-subject = Est-ce votre adresse ? { $it }
mail-confirm-text = Quelqu’un, sans doute vous, s’est inscrit comme @{ $it } avec cette adresse. Confirmez-la dans la semaine :
mail-confirm-not-you = Si ce n’était pas vous, ne faites rien : personne ne peut utiliser le compte.
mail-confirm-button = C’est mon adresse
mail-change-text = @{ $it } veut avoir cette adresse désormais. Confirmez-la dans la journée :
mail-change-not-you = Si ce n’est pas vous, ne faites rien : rien ne change.
mail-changing-subject = Une autre adresse pour votre compte : { $it }
mail-changing-text = Quelqu’un qui connaît votre mot de passe, sans doute vous, veut donner à votre compte l’adresse { $it }. Elle change dès qu’elle y est confirmée.
mail-changing-not-you = Si ce n’était pas vous, changez tout de suite de mot de passe.
mail-changing-button = Changer mon mot de passe
confirm-title = Confirmer votre adresse
confirm-text = Le compte @{ $it } a été créé avec cette adresse.
confirm-change = Le compte @{ $it } aura désormais l’adresse { $other }.
said-confirmed = Votre adresse est confirmée. Connectez-vous.
said-joined-confirm = Nous vous avons envoyé une lettre. Suivez son lien, puis connectez-vous.
error-your-login-is-missing-a = Confirmez d’abord votre adresse : suivez le lien de la lettre envoyée. Si elle est perdue, demandez un nouveau mot de passe, ce qui confirme aussi l’adresse.
error-your-login-is-currently-disabled = L’intendance a exclu ce compte. Écrivez-lui pour savoir pourquoi.
error-your-login-is-currently-pending = L’intendance ne vous a pas encore accepté·e.
error-this-account-is-suspended-the = Ce compte est suspendu. L’intendance de l’antenne peut vous dire pourquoi.
error-only-the-chapters-stewards-can = Seule l’intendance de l’antenne peut le faire.
mark-unconfirmed = adresse non confirmée

## Decisions
nav-decisions = Décisions
decisions-title = Décisions
decisions-lead = Ce que cette antenne est en train de décider, ce qu’elle a décidé, et comment prendre part.
decisions-open = En cours
decisions-waiting = À moi de répondre
decisions-decided = Décidées
decisions-drafts = Mes brouillons
decisions-search = Mots du titre
decisions-any-topic = Tous les thèmes
decisions-none-open = Rien n’est en cours de décision.
decisions-none-waiting = Rien ne vous attend.
decisions-none-decided = Rien n’a encore été décidé ici.
decisions-none-drafts = Vous n’avez pas de brouillon.
decisions-your-turn = Il manque votre réponse.
decisions-files = Toutes les décisions en fichier :
home-decisions = Décisions en cours
home-decisions-all = Toutes les décisions
proposal-new = Proposer quelque chose
proposal-until = Jusqu’au { $it }
proposal-topic = Thème
proposal-state-draft = Brouillon
proposal-state-discarded = Jetée
proposal-state-clarify = Ouverte aux questions
proposal-state-consent = Consentement demandé
proposal-state-testing = Une objection est examinée
proposal-state-integration = Une objection est intégrée
proposal-state-voting = Vote
proposal-state-adopted = Adoptée
proposal-state-rejected = Rejetée
proposal-state-no-quorum = Trop peu de votes
proposal-state-lapsed = Caduque
proposal-state-withdrawn = Retirée
proposal-state-cancelled = Annulée
proposal-state-open = Ouverte aux soutiens
proposal-state-effective = En vigueur
proposal-state-final = Définitive
proposal-state-seeking = Avis demandés
proposal-state-deciding = En train d’être décidée
proposal-state-decided = Décidée
proposal-state-dropped = Abandonnée
process-consent = Consentement
process-consent-help = Pour ce qui est stratégique, ou touche au budget ou à la marque. Adoptée sauf si une objection tient.
process-three-connectors = Règle des 3 Connectors
process-three-connectors-help = Pour le quotidien, sans budget ni marque. Trois Connectors sont d’accord, et c’est possible.
process-advice = Avis
process-advice-help = Vous décidez, après avoir demandé l’avis des personnes concernées et de celles qui savent.
process-autonomy = Une équipe décide pour elle-même
process-autonomy-help = Un groupe ou un projet a décidé ; l’antenne le lit ici.
process-vote = Vote, en dernier recours
process-agreements = Accords
process-connectors = Devenir Connector
proposal-now = Où en est-on
proposal-now-draft = Vous seul·e voyez ceci. Publiez quand vous voulez entendre les autres.
proposal-now-discarded = Ce brouillon a été jeté.
proposal-now-clarify = Posez vos questions et donnez votre avis ci-dessous. Ensuite, le consentement sera demandé.
proposal-now-consent = Elle sera adoptée à la fin du délai, sauf si quelqu’un de la liste a une objection qui tient.
proposal-now-testing = La fenêtre est fermée. On peut encore contester une objection.
proposal-now-integration = Une objection tient. L’autrice ou l’auteur cherche un texte qui y répond ; puis le consentement est demandé à nouveau.
proposal-now-voting = Le consentement a échoué. La liste vote ; ce qui gagne a la majorité et vaut mieux que le statu quo.
proposal-now-adopted = L’antenne a décidé : ceci est acquis.
proposal-now-rejected = Le vote ne l’a pas portée. Rien ne change.
proposal-now-no-quorum = Trop peu de personnes ont voté. Rien ne change.
proposal-now-lapsed = Personne ne l’a poursuivie à temps. Elle peut être proposée à nouveau.
proposal-now-withdrawn = Son autrice ou auteur l’a retirée.
proposal-now-cancelled = La facilitation et deux autres Connectors y ont mis fin pour abus.
proposal-now-open = Quand trois Connectors la soutiennent, c’est possible. Sinon, elle devient caduque.
proposal-now-effective = C’est possible. Jusqu’à la fin du délai, tout Connector peut l’évoquer pour que l’antenne décide par consentement.
proposal-now-final = Trois Connectors étaient d’accord, et personne ne l’a évoquée.
proposal-now-seeking = L’avis des personnes ci-dessous est demandé. Ensuite, l’autrice ou l’auteur décide.
proposal-now-deciding = Les avis sont là. L’autrice ou l’auteur décide maintenant et répond à chacun.
proposal-now-decided = C’est décidé.
proposal-now-dropped = Cela ne se fait pas.
proposal-call-from = Le consentement peut être demandé à partir du { $it }.
proposal-if-silent = Si vous ne faites rien, vous la soutenez.
proposal-you-said = Votre réponse : { $it }. Vous pouvez la changer jusqu’à la fin.
proposal-not-on-roll = Vous n’êtes pas sur la liste de cette proposition. Vous pouvez commenter ci-dessous.
proposal-voted = Vous avez voté. Vous pouvez changer votre bulletin jusqu’à la fin.
proposal-if-no-ballot = Si vous ne votez pas, votre voix va à qui vous l’avez déléguée, ou n’est pas comptée.
proposal-log-in = Connectez-vous pour prendre part
proposal-outcome = Ce qu’il en est advenu
proposal-celebrate = Bravo à toutes et à tous !
proposal-why = Pourquoi
proposal-why-help = Ce qui se passe, qui a besoin de quoi, et ce qui suit si on ne fait rien.
proposal-what = Ce qui est proposé
proposal-what-help = Markdown : **gras**, listes avec -, liens [texte](adresse).
proposal-author = Proposée par
proposal-facilitator = Facilitée par
proposal-responsible = Mise en œuvre par
proposal-review = À revoir le
proposal-budget = Budget
proposal-budget-help = Ce que cela coûte ; laissez vide si cela ne coûte rien.
proposal-brand = Touche à la marque
proposal-brand-help = Elle touche à l’image de l’antenne : nom, apparence, promesses
proposal-version = Version
proposal-versions = Ce qui a changé
proposal-round = Tour
proposal-team = Groupe ou projet
proposal-team-help = Seulement si un groupe ou un projet décide pour lui-même : ce sont alors ses membres qui décident.
proposal-title = Titre
proposal-process = Comment décider ?
proposal-write-new = Proposer quelque chose
proposal-write-draft = Modifier le brouillon
proposal-write-amend = Amender la proposition
proposal-write-compete = Proposer un autre texte au vote
proposal-save-new = Garder comme brouillon
proposal-save-draft = Enregistrer
proposal-save-amend = Publier la nouvelle version
proposal-save-compete = L’ajouter au vote
proposal-draft-help = Personne d’autre que vous ne voit un brouillon.
proposal-answers = Réponses
proposal-who-said = Qui a dit quoi
proposal-more = Plus
proposal-life = Son parcours
proposal-talk = Discussion
proposal-talk-none = Personne n’a encore rien dit. Commencez.
proposal-talk-version = Sous la version { $it }
yes = Oui
cancel = Annuler
do-consent = Cela me va
do-abstain = M’abstenir
do-object = J’ai une objection
do-publish = Publier
do-call = Demander le consentement
do-edit = Modifier
do-amend = Amender
do-endorse = Soutenir
do-unendorse = Retirer mon soutien
do-escalate = Demander un vote
do-compete = Ajouter un autre texte
do-vote = Voter
do-discard = Jeter
do-call-in = L’évoquer
do-call-in-help = Pourquoi l’antenne devrait-il en décider ensemble ?
do-advise = Donner un avis
do-advise-help = À quoi faut-il penser ?
do-take-back = Retirer mon objection
do-dispute = Ce n’est pas une objection
do-dispute-help = Pourquoi rien de nuisible n’en suit pour l’antenne ?
do-undispute = C’en est une, finalement
do-facilitate = Faciliter
do-facilitate-help = Qui facilite veille à la manière de décider, sans avoir écrit ni objecté.
do-withdraw = Retirer
do-withdraw-help = Pourquoi l’abandonnez-vous ?
do-cancel = Y mettre fin pour abus
do-cancel-help = En quoi est-ce un abus ? Elle prend fin quand la facilitation et deux autres Connectors le disent.
stance-consent = Consentement
stance-abstain = Abstention
stance-object = Objection
stance-silent = Silence, donc soutien
sense-title = Quel est le ressenti ?
sense-help = Un tour rapide ; cela n’engage personne.
sense-good = Bien
sense-unsure = Pas sûr
sense-worried = Inquiet
objections-title = Objections
objection-raised = Soulevée
objection-qualified = Elle tient
objection-concern = Notée comme préoccupation
objection-resolved = Traitée
objection-withdrawn = Retirée
objection-carried = Portée au vote
objection-to-version = à la version { $it }
objection-until = Elle peut être contestée jusqu’au { $it }.
objection-disputed-by = Contestée par
objection-write = Soulever une objection
objection-what-is = Qu’est-ce qu’une objection ?
objection-what-is-text = Une raison pour laquelle ce texte nuirait à l’antenne, ou une façon claire de l’améliorer. C’est un cadeau : elle montre ce que personne n’a encore vu.
objection-is-1 = Elle nomme une conséquence : « alors nous ne pourrions plus payer le loyer à l’automne ».
objection-is-2 = Ou une amélioration : « avec deux clés, personne ne reste dehors ».
objection-is-not-1 = « J’aurais fait autrement » n’est pas une objection : est-ce assez bien pour l’instant ?
objection-is-not-2 = Une question ou une inquiétude mérite un commentaire.
objection-then = Si trois autres pensent que ce n’en est pas une, elle reste une préoccupation. Sinon, il faut trouver un texte qui y répond.
objection-reason = Votre raison
objection-least = Au moins { $count } lettres. Tout le monde peut la lire.
objection-go-on = Continuer
objection-sure = Voici votre objection. Elle arrête la proposition jusqu’à ce qu’elle soit traitée, retirée ou contestée par trois personnes. La soulever ?
objection-raise = Soulever l’objection
amend-answer = Dites pour chacune comment le nouveau texte y répond.
amend-how = Comment y répond-on ?
amend-note = En mots
how-resolves = Le nouveau texte la résout.
how-monitors = C’est suivi jusqu’à la révision.
how-delegates = Quelqu’un s’en charge.
how-defers = Elle fera l’objet d’une autre proposition.
vote-title = Le vote
vote-help = Donnez une note à chaque texte. Au-dessus de zéro vous l’approuvez, en dessous vous préférez le statu quo.
vote-grade = Votre note
vote-3 = +3 – très bien
vote-2 = +2 – bien
vote-1 = +1 – acceptable
vote-0 = 0 – comme le statu quo
vote-minus-1 = −1 – plutôt pas
vote-minus-2 = −2 – mauvais
vote-minus-3 = −3 – très mauvais
vote-text = Lire le texte
vote-wins = Choisi
vote-for = Pour :
vote-against = Contre :
vote-public = Les bulletins sont publics dans l’antenne.
tally-turnout = { $it } voix sur { $other } ont pris part.
tally-lost = { $count ->
        [one] { $count } voix n’a atteint personne.
       *[other] { $count } voix n’ont atteint personne.
    }
tally-flow = Comment les voix ont circulé
tally-flow-table = La même chose en tableau
endorsed-title = Soutenue par
advice-ask = Demander des avis
advice-affected-people = Qui est concerné ?
advice-experts = Qui connaît le sujet ?
advice-title = Avis
advice-affected = concerné·e
advice-expert = connaît le sujet
advice-none-yet = Pas encore d’avis.
advice-answer = L’avez-vous suivi ?
advice-followed = Suivi
advice-partly = En partie
advice-not = Pas suivi
advice-because = Parce que
advice-decision = La décision
advice-goes-ahead = Cela se fait
advice-drop = On abandonne
advice-decide = Décider
statement-write = Dire ce qu’il en est advenu
statement-help = Simplement : qu’a-t-on décidé, et que se passe-t-il maintenant ?
statement-send = Publier
write-people-help = Des noms comme @ada, séparés par des virgules.
record-text = Ne faites confiance à personne :
record-link = le procès-verbal signé, à recompter avec potluck verify
event-published = Publiée
event-discarded = Jetée
event-amended = Version { $it }
event-opened = Consentement demandé, tour { $it }
event-extended = Prolongée une fois : trop peu de réponses
event-objected = Une objection a été soulevée
event-qualified = Une objection tient
event-concern = Une objection a été notée comme préoccupation
event-taken-back = Une objection a été retirée
event-testing = Fenêtre fermée ; une objection est examinée
event-integration = Le texte doit répondre à l’objection
event-voting = Un vote a commencé
event-adopted = Adoptée
event-rejected = Rejetée
event-no-quorum = Trop peu de votes
event-lapsed = Caduque
event-withdrawn = Retirée
event-cancelled = Terminée pour abus
event-effective = Trois Connectors sont d’accord
event-called-in = Évoquée : l’antenne décide
event-seeking = Avis demandés
event-deciding = Les avis sont là
event-dropped = Abandonnée
agreements-title = Accords
agreements-lead = Ce dont cette antenne est convenue, et quand on le revoit.
agreements-holding = En vigueur
agreements-ended = Terminés
agreements-none = Il n’y a encore rien ici.
agreement-in-force = En vigueur
agreement-review-due = À revoir
agreement-changing = Sur le point de changer
agreement-superseded = Remplacé
agreement-retired = Retiré
agreement-since = Depuis le { $it }
agreement-ended-on = terminé le { $it }
agreement-review-on = à revoir le { $it }
agreement-will-renew = Il sera renouvelé le { $it }, sauf objection d’un Connector.
agreement-will-retire = Il prendra fin le { $it }, sauf objection d’un Connector.
agreement-change = Renouveler, remplacer ou terminer
agreement-renew = Renouveler jusque-là
agreement-retire = Y mettre fin
agreement-replace = Proposer autre chose à la place
agreement-lazy-help = Cela se fait tout seul après un délai, sauf objection d’un Connector.
delegations-title = Délégations
delegations-lead = Qui parle pour qui lors d’un vote. Votre propre bulletin l’emporte toujours.
delegations-none = Chacun·e parle pour soi.
delegation-who = Qui doit parler pour vous ?
delegation-nobody = Personne
delegation-for = Pour
delegation-body = toute l’antenne
delegation-topic = un thème
delegation-proposal = une proposition
delegation-network = tout ce que le réseau vote
delegation-network-topic = un thème, dans le réseau
delegation-elsewhere = Dans d’autres antennes (pour les votes du réseau)
delegation-subject = Quel thème ou quelle proposition ?
delegation-subject-help = Le nom du thème, ou le numéro dans l’adresse de la proposition. Vide pour toute l’antenne ou tout le réseau.
delegation-give = Confier ma voix
delegation-help = La plus précise compte. « Personne » suspend une délégation plus large. Elle prend fin après un an.
delegation-from = Qui
delegation-to = Confie sa voix à
delegation-weight = Poids
delegation-expires = Jusqu’au
delegation-take-back = Reprendre
laws-title = Règles en vigueur
laws-lead = Cette page est faite des valeurs mêmes selon lesquelles on décide.
laws-data = La même chose en données :
laws-consent = Une proposition est adoptée sauf si une objection tient. Le silence vaut soutien.
laws-vote = Quand le consentement a échoué, la même liste vote. Le statu quo est toujours un choix.
laws-three-connectors = Pour le quotidien qui ne touche ni au budget ni à la marque.
laws-advice = Une personne décide après avoir demandé l’avis d’autres. Les avis ne bloquent pas.
laws-agreements = Ce qui est décidé vaut jusqu’à ce qu’on le change.
laws-connectors = Un Connector représente la communauté et décide ; chacun a une voix.
law-clarify = Un texte reste ouvert { $it } avant qu’on demande le consentement.
law-window = La fenêtre pour répondre est de { $it }.
law-reason = Une objection a une raison d’au moins { $it } lettres.
law-disputes = { $it } contestations font d’une objection une préoccupation.
law-dispute-window = Elle peut être contestée pendant { $it }.
law-integration = On cherche un texte qui y répond pendant { $it }.
law-rounds = Il y a { $it } tours au plus.
law-floor = Il faut { $it } personnes qui disent consentir ; le silence est un soutien.
law-reminder = Qui n’a pas répondu reçoit un rappel { $it } avant la fin.
law-vote-window = Un vote dure { $it }.
law-quorum = { $it } des voix doivent y être.
law-majority = La majorité est { $it } des voix pour et contre.
law-over-objection = Il faut { $it } pour passer outre une objection qui tient.
law-options = Il porte sur { $it } textes au plus.
law-delegations = Une délégation prend fin après { $it }.
law-super-delegate = Qui parle pour plus de { $it } des voix est signalé.
law-endorsements = { $it } Connectors doivent être d’accord, autrice ou auteur compris.
law-call-in = Elle peut être évoquée pendant { $it }.
law-lapses = Elle devient caduque après { $it } sans eux.
law-advice = On attend les avis { $it } au plus.
law-review = Un accord est revu après { $it }, sauf mention contraire.
law-lazy = Le renouveler ou le terminer prend { $it } sans objection.
law-sponsors = { $it } Connectors parrainent qui veut le devenir.
law-take-off = Avant cela, on prend part { $it }.
law-admission = Ensuite, l’antenne a { $it } pour objecter.
law-valid = Cela vaut { $it }.
law-grace = Il y a { $it } de plus pour dire qu’on continue.
law-dormant = Qui ne l’a pas dit a { $it } pour revenir.
law-return = Les alumni ont besoin de { $it } d’entre eux pour revenir.
law-members-propose = Les membres actifs et les Connectors proposent.
law-connectors-propose = Les Connectors proposent.
share-more = plus de { $it }
share-least = au moins { $it }
share-of = sur
span-days = { $count ->
        [one] { $count } jour
       *[other] { $count } jours
    }
span-hours = { $count ->
        [one] { $count } heure
       *[other] { $count } heures
    }
said-decision-noted = C’est noté.
said-objection-raised = Votre objection est soulevée.
said-voted = Votre bulletin compte. Vous pouvez le changer jusqu’à la fin.
said-draft-kept = Votre brouillon est gardé. Relisez-le, puis publiez-le.
said-proposal-saved = Le nouveau texte est là.
said-delegated = Votre voix est confiée comme vous l’avez dit.
notice-decision-waiting = Une proposition vous attend
notice-decision-reminder = Une proposition attend votre réponse jusqu’à demain
notice-decision-outcome = L’antenne a décidé
notice-decision-review = Un accord est à revoir
act-job-decision = Clore une fenêtre d’une proposition
act-job-agreement = Revoir un accord
attachments-title = Pièces jointes
attachment-add = Joindre un fichier
attachment-help = Un budget, un plan, un contrat : dix fichiers de 10 Mo au plus. Qui voit la proposition peut les télécharger.
attachment-send = Joindre
attachment-remove = Retirer
attachment-remove-named = Retirer { $it }
stance-concern = Abstention, avec une réserve
advisory-title = Ce que tout le monde en pense
advisory-help = Consultatif, sans effet : tout le monde peut répondre, ici ou sur un autre serveur, et rien n’en est compté dans la décision.
advisory-ask = Demander à tout le monde
advisory-options = Réponses au choix, une par ligne
advisory-options-help = De deux à quatre, de 50 caractères au plus. Sans réponse proposée : seriez-vous d’accord ?
advisory-open = Répondre ou partager
advisory-over = Le sondage est terminé
advisory-voters = { $count ->
    [one] { $count } personne a répondu.
   *[other] { $count } personnes ont répondu.
}
advisory-post = Consultatif, sans effet. Qu’en pensez-vous ?
advisory-for = Je serais d’accord
advisory-unsure = Je ne sais pas
advisory-against = J’ai des réserves
said-everybody-asked = Tout le monde a été consulté.

## What can go wrong with decisions
error-this-proposal-is-past-that = Cette proposition a dépassé ce stade, ou n’y est pas encore. Regardez où elle en est.
error-this-proposal-is-decided-in = Cette proposition se décide autrement, sans cette étape.
error-only-its-author-can-do = Seule la personne qui l’a proposée peut le faire.
error-this-proposal-is-your-own = Cette proposition est la vôtre. Amendez-la ou retirez-la.
error-only-connectors-can-do-this = Seuls les Connectors peuvent le faire.
error-only-those-on-the-roll = Seules les personnes de la liste de cette proposition en décident.
error-only-the-author-or-the = Seules l’auteur·rice ou la facilitation peuvent le faire.
error-somebody-facilitates-this-proposal-already = Quelqu’un facilite déjà cette proposition.
error-who-objects-cannot-facilitate = Qui objecte ne peut pas faciliter.
error-it-is-too-early-for = C’est trop tôt.
error-you-have-an-open-objection = Vous avez une objection ouverte. Retirez-la avant d’en soulever une autre.
error-every-objection-that-stands-has = Chaque objection qui tient doit recevoir une réponse : dites comment le nouveau texte y répond.
error-all-rounds-are-spent-call = Tous les tours sont épuisés. Demandez un vote, ou retirez-la.
error-what-touches-budget-or-brand = Ce qui touche au budget ou à la marque se décide par consentement.
error-ask-at-least-one-person = Demandez au moins à une personne concernée et à une qui connaît le sujet.
error-every-piece-of-advice-needs = Chaque avis demande une réponse : suivi, en partie ou non, et pourquoi.
error-a-proposal-has-a-title = Une proposition a un titre de 1 à 200 caractères.
error-name-the-group-or-project = Nommez le groupe ou le projet qui décide pour lui-même.
error-one-of-these-people-is = Une de ces personnes n’est pas connue ici. Écrivez les noms comme @ada.
error-the-review-is-a-date = La révision est une date comme 2027-05-01.
error-the-review-lies-in-the = La révision est dans le futur, et d’ici dix ans.
error-the-text-is-the-same = Le texte est le même qu’avant.
error-only-a-connector-can-speak = Seul un Connector peut parler pour un autre.
error-only-connectors-have-a-vote = Seuls les Connectors ont une voix à confier.
error-your-own-voice-is-yours = Votre voix est déjà la vôtre.
error-this-agreement-does-not-wait = Cet accord n’attend pas cela.
error-only-those-responsible-for-this = Seules les personnes responsables de cet accord peuvent le faire.
error-the-next-review-lies-in = La prochaine révision est dans le futur.
error-a-reason-of-20-letters = Il faut une raison d’au moins 20 lettres : ce qui en suivrait pour l’antenne, ou ce qui serait mieux.
vote-nothing = Laisser les choses en l’état
letter-reason = Quelle est votre objection à « { $it } » ? Répondez à ce message par une raison d’au moins { $count } lettres : ce qui en suivrait pour l’antenne, ou ce qui serait mieux. D’ici là, vous vous abstenez.
delegation-super = { $count ->
        [one] porte { $count } voix si tous ceux qui ont gardé la leur votent
       *[other] porte { $count } voix si tous ceux qui ont gardé la leur votent
    }
laws-change = Proposer d’autres règles
laws-change-help = Changez ce qui doit l’être et dites pourquoi. Cela devient une proposition décidée par consentement ; un vote demande deux tiers. Ce qui a commencé suit les règles d’aujourd’hui.
laws-until-now = jusqu’ici : { $it }
unit-days = jours
unit-hours = heures
error-these-are-the-bylaws-already = Ce sont déjà les règles : changez quelque chose.
error-every-value-is-a-whole = Chaque valeur est un nombre entier.
error-a-window-for-consent-is = Une fenêtre dure au moins 72 heures.
act-mail-decision = Quand une proposition m’attend, et quand l’antenne a décidé
error-send-the-file-as-file = Choisissez un fichier.
error-this-file-is-empty = Ce fichier est vide.
error-ten-files-at-most-hang = Dix fichiers au plus par proposition. Retirez-en un d’abord.
error-only-those-who-belong-to = Seuls les membres de ce groupe ou projet peuvent le faire.
error-there-is-no-group-or = Aucun groupe ou projet ne porte ce nom. Commencez-le d’abord, ou laissez le champ vide.
error-there-is-a-group-or = Un groupe ou projet porte déjà ce nom.
error-a-group-or-project-has = Un groupe ou projet a un nom de 1 à 100 caractères.
error-this-group-or-project-has = Ce groupe ou projet est terminé.
error-bylaws-and-seats-are-the = Les statuts et les sièges concernent toute l’antenne. Laissez le groupe ou projet vide.
error-everybody-has-been-asked-about = Tout le monde a déjà été consulté là-dessus.
error-an-advisory-poll-has-2 = Un sondage consultatif a de 2 à 4 options de 50 caractères au plus.

## Connectors and those who want to be
connectors-lead = Les Connectors représentent { $it } et décident pour lui : un Connector, une voix.
connectors-none = Personne n’est encore Connector.
connectors-topic = connectors
seat-mine = Votre siège
seat-mine-until = Il est à vous jusqu’au { $it }.
seat-mine-dormant = Votre année s’est terminée le { $it } et vous n’avez pas dit que vous restez. Jusque-là, vous n’avez pas de voix.
seat-stay = Rester une année de plus
seat-resign = Rendre mon siège
seat-resign-help = Vous serez alumni. Avec un parrain et le consentement de l’antenne, vous pourrez revenir.
seat-since = Depuis
seat-until = Jusqu’au
seat-decision = décision
seat-genesis = Connector de la fondation
seat-revoke = Proposer la fin de ce siège
seat-revoke-note = Si cette proposition est adoptée, @{ $it } ne sera plus Connector. Dites pourquoi, et ce qui s’est passé avant.
proposal-seat = Siège
seat-letter-ask = Votre année de Connector se termine le { $it }. Restez-vous une année de plus ? Dites-le ici :
seat-letter-grace = Votre année de Connector s’est terminée le { $it }. Il reste quelques jours pour dire que vous restez :
seat-letter-dormant = Votre année de Connector s’est terminée le { $it } et vous n’avez pas dit que vous restez. Votre voix et vos délégations sont en repos jusque-là :
seat-letter-alumni = Votre année de Connector s’est terminée le { $it }. Vous êtes maintenant alumni ; avec un parrain, vous pouvez revenir :
candidacies-title = En chemin
candidacies-none = Personne n’est en chemin pour devenir Connector.
candidacy-take-off = décollage
candidacy-asking = l’antenne est consultée
candidacy-admitted = admis
candidacy-declined = décliné
candidacy-withdrawn = retiré
candidacy-returning = de retour
candidacy-until = L’antenne sera consultée le { $it }, si assez de parrains se sont portés garants.
candidacy-decision = Vers la décision
candidacy-sponsors = Parrains et marraines
candidacy-not-yet = Ne s’est pas encore porté garant.
candidacy-endorse = Se porter garant
candidacy-endorse-help = Ce que vous dites est signé avec votre clé, et toute l’antenne le lit quand son consentement est demandé.
candidacy-results = Résultats : qu’a fait cette personne pour l’antenne ?
candidacy-intent = Intention : que veut-elle faire dans les six prochains mois ?
candidacy-fit = Affinité : pourquoi est-elle à sa place ?
candidacy-another = Un autre parrain
candidacy-another-do = Demander
candidacy-withdraw = Renoncer
candidacy-proposal = Accueillir { $it } comme Connector
candidacy-endorsed-by = { $it } se porte garant
candidacy-letter-sponsor = { $it } souhaite devenir Connector et vous nomme comme parrain. Au fil des prochains mois, voyez ce qu’il ou elle fait, puis portez-vous garant ici, ou parlez-lui :
become-title = Devenir Connector
become-step-sponsors = 
        Un membre actif le souhaite et nomme { $count ->
        [one] { $count } Connector
       *[other] { $count } Connectors
    } comme parrains.
become-step-take-off = 
        Pendant { $count ->
        [one] { $count } jour
       *[other] { $count } jours
    }, il prend part à ce que font les Connectors : le décollage.
become-step-endorse = Chaque parrain se porte garant sur trois critères : résultats, intention et affinité.
become-step-consent = 
        L’antenne est consultée ; chaque Connector a { $count ->
        [one] { $count } jour
       *[other] { $count } jours
    } pour objecter.
become-step-year = 
        Le siège est donné pour { $count ->
        [one] { $count } jour
       *[other] { $count } jours
    } ; qui le veut reste une année de plus.
become-do = Je veux devenir Connector
become-why = Pourquoi le voulez-vous ?
become-why-help = Qu’avez-vous fait dans l’antenne, et que voulez-vous faire ensuite ?
become-who = 
        Choisissez au moins { $count ->
        [one] { $count } Connector
       *[other] { $count } Connectors
    } qui vous parrainent
become-returning = Vous avez déjà été Connector : le retour est court, sans décollage.
become-help = Les personnes nommées reçoivent une lettre. Personne d’autre ne décide encore rien.
said-seat-kept = Merci : votre siège est à vous pour une année de plus.
said-seat-resigned = Votre siège est rendu. Merci pour tout ce que vous avez fait.
said-candidacy-declared = Vous êtes en chemin. Vos parrains sont prévenus.
said-candidacy-endorsed = Votre garantie est signée.
act-job-candidacy = Consulter l’antenne sur une candidature
act-job-seat = Regarder la fin d’une année de Connector
error-this-candidacy-is-past-that = Cette candidature n’en est plus là, ou pas encore.
error-you-are-a-connector-already = Vous êtes déjà Connector.
error-active-members-can-become-connectors = Les membres actifs peuvent devenir Connectors. Participez d’abord quelque temps.
error-only-those-who-were-named = Seules les personnes nommées comme parrains peuvent se porter garantes.
error-say-something-about-each-results = Dites quelque chose sur chaque point : résultats, intention et affinité.
error-your-year-has-not-come = Votre année n’est pas encore écoulée.
error-you-hold-no-seat-as = Vous n’avez pas de siège de Connector.
error-your-seat-has-ended-with = Votre siège a pris fin. Avec un parrain, vous pouvez revenir.
error-this-chapter-has-connectors-enough = Cette antenne a assez de Connectors : ce sont eux qui en admettent d’autres, comme le disent les statuts.
error-say-why-in-1-to = Dites pourquoi, en 1 à 5 000 caractères.
error-you-are-on-the-way = Vous êtes déjà en chemin.
act-job-attestation = Vérifier ce qu’une autre antenne dit de son Connector

## What was decided before this node
history-title = Décidé auparavant
history-lead = Ce dont l’antenne a parlé et ce qu’elle a décidé avant d’être ici, apporté pour être lu.
history-empty = Rien n’a été apporté. Un intendant peut apporter un groupe Loomio : potluck import loomio FILE.
history-none = Rien de tel n’a été trouvé.
history-note = Ceci vient de { $it }, avec les dates et les noms d’alors. On peut le lire ; cela ne compte nulle part.
history-open = ouvert au moment de l’apport
history-option = Option
history-voters = Votants
history-score = Points
history-anonymous = quelqu’un
history-comments = Ce qui s’est dit
seat-since-day = depuis le { $it }
seat-until-day = jusqu’au { $it }
proposal-recount = Chacun peut recompter :

## Groups and projects
teams-title = Groupes et projets
teams-lead = Ils décident pour eux-mêmes de ce qui ne touche ni au budget ni à la marque, avec les mêmes outils que l’antenne, et tout le monde le lit.
teams-none = Il n’y en a pas encore. Qui veut faire quelque chose avec d’autres en commence un.
team-group = Groupe
team-project = Projet
team-kind = De quoi il s’agit
team-closed = Terminé
team-people = { $count ->
    [one] { $count } personne
   *[other] { $count } personnes
}
team-begin = Commencer un groupe ou un projet
team-name = Nom
team-purpose = À quoi il sert
team-members = Qui en fait partie
team-nobody = Plus personne n’en fait partie.
team-bring = Faire entrer quelqu’un
team-bring-do = Faire entrer
team-propose = Proposer quelque chose ici
team-decisions = Décisions
team-decisions-none = Rien n’a encore été proposé ici.
team-leave = Quitter
team-leave-help = Ce qui est déjà ouvert, vous le décidez encore avec les autres.
team-end = Y mettre fin
team-end-help = Plus rien n’est décidé ici ; ce qui a été décidé reste.
said-team-begun = C’est commencé. Faites entrer qui en fait partie.
said-team-joined = La personne en fait maintenant partie.
said-team-left = Vous êtes parti.
said-team-ended = C’est terminé.

## The network of chapters

network-title = Le réseau
network-lead = Des antennes qui décident ensemble, chacune sur son propre nœud. Personne n’est au-dessus : chaque antenne garde la liste, suit le journal et recompte le résultat.
network-none = Cette antenne n’appartient encore à aucun réseau.
network-steward = Son intendant peut en fonder un avec d’autres antennes, ou demander à en rejoindre un.
network-is-invited = { $it } invite cette antenne à fonder ce réseau.
network-is-agreed = Cette antenne a signé. Le réseau existera quand toutes l’auront fait.
network-is-founding = Cette antenne a lancé le réseau. Il existera quand toutes auront signé.
network-is-asking = Cette antenne a demandé à rejoindre le réseau, par { $it }. Le réseau en décide.
network-is-active = Cette antenne appartient au réseau.
network-is-suspended = Le réseau a suspendu cette antenne : elle lit ce qui se décide, et n’y prend pas part tant que les autres ne la rétablissent pas.
network-desk = Vers le bureau de l’intendant
network-desk-lead = Un réseau engage l’antenne : fondez ou rejoignez-en un quand l’antenne l’a décidé.
network-found = Fonder un réseau
network-name = Son nom
network-others = Les autres antennes
network-others-help = Leurs identifiants, un par ligne, comme @lyon@lyon.example.org. Chacune est invitée à signer.
network-join = Demander à rejoindre un réseau
network-through = Une antenne de ce réseau
network-through-help = Son identifiant, comme @lyon@lyon.example.org. Un Connector de cette antenne peut alors proposer de vous admettre.
network-agree = Signer et rejoindre
network-agree-help = Par sa signature, cette antenne accepte que ses Connectors décident avec ceux de ces antennes.
network-decline = Décliner
network-decline-help = Ce qui a été commencé s’arrête pour cette antenne. On peut recommencer.
network-leave = Quitter le réseau
network-leave-help = Les autres en sont informées. Ce qui a été décidé ensemble reste, avec son dossier.
network-propose = Proposer quelque chose au réseau
network-wants = souhaite rejoindre le réseau.
network-propose-admit = Proposer de l’admettre
network-open = Décisions ouvertes
network-open-none = Rien n’est ouvert pour le moment.
network-past = Décisions passées
network-chapters = Antennes
network-chapter = Antenne
network-here = cette antenne
network-status-active = active
network-status-suspended = suspendue
network-status-left = est partie
network-signed = a signé
network-unsigned = n’a pas encore signé
network-seats = { $count ->
    [one] { $count } siège au plus
   *[other] { $count } sièges au plus
}
network-heavy = plus d’un tiers des sièges
network-not-heard = Ses Connectors ne sont pas encore connus ici : on le lui demande à l’ouverture d’une décision.
network-heard = Selon ce qu’elle a dit le { $it }.
network-roster = { $count ->
    [one] La composition est celle de la fondation.
   *[other] La composition a changé : c’est la numéro { $count }.
}
network-hosted-by = Hébergée par { $it }
network-kept-by = le journal est maintenant tenu par { $it }
network-standing-open = ouverte
network-standing-counted = comptée
network-standing-ratified = ratifiée
network-standing-disputed = contestée
network-standing-unverified = non vérifiée
network-now-counted = L’antenne hôte a compté. Chaque antenne recompte maintenant ; quand elles concordent, c’est ratifié.
network-now-ratified = Les antennes ont recompté et concordent : c’est décidé.
network-now-disputed = Une antenne a constaté que le compte ne tient pas. La suivante prend le relais et rebâtit le journal à partir de ce que toutes ont gardé.
network-now-unverified = Aucune majorité d’antennes n’est parvenue au même résultat à temps. Ce n’est pas décidé.
network-counts-at = Ce qui a été vu à temps peut encore arriver. Le compte a lieu { $it }.
network-on-its-way = en route vers l’antenne hôte. Votre antenne le renvoie jusqu’à l’accusé de réception.
network-seen-by = Vu par { $it } : de quoi attester qu’il est arrivé à temps.
network-refused = cela n’a pas été accepté. { $it }
network-not-on-roll = Vous n’êtes pas sur la liste de cette décision : elle a été figée à l’ouverture, à partir des registres des antennes.
network-part = La participation de chaque antenne
network-answered = Ont répondu
network-recounted = Recomptage
network-agrees = concorde
network-disagrees = ne concorde pas
network-not-yet = pas encore
network-voted = a voté
network-took-part = a participé
network-delegated = a confié sa voix
network-voice = Confier ma voix
network-voice-help = Si l’on en vient au vote, quelqu’un d’autre parle pour vous dans cette décision, sauf si vous votez vous-même.
network-voice-with = { $it } parle pour vous.
network-voice-stands = Vous avez confié votre voix dans le réseau : si l’on en vient au vote, { $it } parle pour vous.
network-voice-out = Personne : ma voix reste avec moi dans cette décision, quoi que j’aie confié
network-voice-sign = Votre délégation pour le réseau n’est pas encore dans ce vote : votre clé est sur cet appareil, qui doit la signer.
network-voice-sign-it = La signer
network-voice-back = Personne : je parle pour moi
network-trail = Pourquoi on peut s’y fier
network-trail-none = Quand l’antenne hôte aura compté, ce nœud recomptera tout et dira ici ce qu’il a examiné.
network-trail-chain = { $count ->
    [one] Le journal a { $count } entrée.
   *[other] Le journal a { $count } entrées, chacune liée à la précédente : rien ne peut être changé ni omis.
}
network-trail-moves = { $count ->
    [one] { $count } prise de parole, signée par quelqu’un de la liste.
   *[other] { $count } prises de parole, chacune signée par quelqu’un de la liste et conforme aux règles.
}
network-trail-rosters = { $count ->
    [one] Les fondateurs du réseau ont signé sa composition.
   *[other] { $count } compositions, depuis la fondation, chacune fondée sur une décision ou une signature.
}
network-trail-rests = La composition repose sur cette décision, qu’on peut aussi recompter : { $it }
network-trail-roll = { $count ->
    [one] { $count } personne pouvait décider, selon les registres des antennes.
   *[other] { $count } personnes pouvaient décider, exactement selon les registres des antennes.
}
network-trail-heads = { $count ->
    [one] L’antenne hôte a signé le journal { $count } fois pendant qu’il grandissait ; cela concorde.
   *[other] L’antenne hôte a signé le journal { $count } fois pendant qu’il grandissait ; tout concorde.
}
network-trail-receipts = { $count ->
    [one] { $count } accusé de réception est connu ici ; ce qu’il atteste est au journal.
   *[other] { $count } accusés de réception sont connus ici ; tout ce qu’ils attestent est au journal.
}
network-trail-outcome = Recompté ici, le résultat est le même : { $it }.
network-tally = Le décompte commence par { $it }. Si chaque antenne montre ces lettres, toutes ont le même.
network-warn-silent = { $it } n’a pas dit qui sont ses Connectors : ils n’ont pas de siège dans cette décision.
network-warn-takeover = La première antenne hôte a failli. { $it } a rebâti le journal à partir de ce que toutes avaient gardé.
network-warn-found = Ce nœud a trouvé quelque chose qui ne tient pas : { $it }
network-warn-clock = Une horloge de { $it } avance. C’est celle de l’antenne hôte qui compte.
network-write-new = Proposer quelque chose au réseau
network-write-amend = Changer le texte
network-write-compete = Proposer un autre texte au vote
network-write-lead = Seulement ce qui concerne plusieurs antennes. Par consentement, le texte reste ouvert deux jours avant l’appel au consentement ; tous les Connectors décident.
network-save-new = Proposer
network-save-amend = Garder ce texte
network-save-compete = Proposer au vote
network-impact = Cela touche le budget commun ou la marque
network-change = La composition du réseau
network-change-help = Un changement des antennes demande le consentement ou, au vote, deux tiers. Une fois ratifié, chaque nœud l’applique de lui-même.
network-change-what = Ce qui change
network-change-whom = Quelle antenne
network-change-seats = Sièges, si leur nombre change
network-change-admit = admettre une antenne
network-change-suspend = suspendre une antenne
network-change-restore = réintégrer une antenne suspendue
network-change-cap = changer le nombre de ses sièges
network-letter-reason = Vous avez choisi de vous opposer à « { $it } ». Une objection demande sa raison : tant que vous ne l’avez pas écrite, vous vous abstenez. Écrivez-la ici :
network-chapters-agree = { $count ->
    [one] { $count } antenne l’a recompté et concorde.
   *[other] { $count } antennes l’ont recompté et concordent.
}
network-code-malformed = quelque chose n’a pas la forme voulue.
network-code-roster-mismatch = la composition n’est pas celle du réseau.
network-code-roll-hash-mismatch = la liste ne correspond pas aux registres.
network-code-policy-hash-mismatch = les règles ne sont pas celles convenues.
network-code-chain-broken = le journal est rompu.
network-code-index-gap = une entrée manque au journal.
network-code-time-regress = quelque chose a été antidaté.
network-code-object-digest = ce qui a été dit a été modifié.
network-code-not-on-roll = quelqu’un hors de la liste a parlé.
network-code-bad-signature = une signature est fausse.
network-code-wrong-version = cela concerne une autre version du texte.
network-code-malformed-choice = cela ne peut pas se dire ainsi.
network-code-reason-missing = une objection n’a pas de raison.
network-code-stale-seq = quelque chose de plus récent a déjà été dit.
network-code-late = c’est arrivé trop tard.
network-code-refused = les règles ne le permettaient pas.
network-code-receipted-ballot-missing = quelque chose dont l’hôte avait accusé réception manque au journal.
network-code-head-fork = l’hôte a montré des journaux différents à différentes antennes.
network-code-head-mismatch = le journal n’est pas celui que l’hôte avait signé.
network-code-tally-mismatch = le compte ne correspond pas au journal.
proposal-state-opening = ouverture
proposal-now-opening = On demande aux antennes qui sont leurs Connectors. Puis cela s’ouvre.
proposal-state-foreign = D’une autre version
proposal-now-foreign = Elle est prise selon une version du protocole que ce nœud ne connaît pas.
said-network-begun = Le réseau est lancé. Les autres sont invitées à signer.
said-network-agreed = Signé. Le réseau existera quand toutes l’auront fait.
said-network-declined = Décliné.
said-network-asked = Demandé. Le réseau en décide maintenant.
said-network-left = Cette antenne a quitté le réseau.
said-network-proposed = Proposé. Toutes les antennes peuvent le lire maintenant.
said-network-said = Signé. C’est porté à l’antenne qui héberge cette décision.
act-log-network = le réseau
act-job-network = Décisions du réseau
act-job-sync-followers = Comparer les abonnements avec un autre serveur
network-foreign = Cette décision est prise selon la version { $count } du protocole : ici on peut la lire, et rien de plus.
network-foreign-known = Ce nœud connaît la version { $count }.
network-foreign-mend = Pour y prendre part, demandez à l’intendance de votre antenne de mettre le nœud à jour.
network-foreign-old = Elle a été proposée il y a deux mois. Ce qu’il en est advenu se lit là où elle a été prise.
network-foreign-there = La voir sur { $it }
network-widen = Le porter au réseau
network-widen-help = Cela concerne-t-il aussi d’autres villes ?
network-key = Donner une nouvelle clé à l’antenne
network-key-help = À faire si vous craignez que quelqu’un connaisse l’ancienne. Dès maintenant l’antenne signe avec la nouvelle clé, et le registre du réseau le dit. Les décisions ouvertes continuent avec la clé de leur début.
said-network-key = L’antenne signe dès maintenant avec une nouvelle clé.
network-roll = Qui décidera
network-roll-help = Ce que chaque antenne dit maintenant de ses Connectors. À l’ouverture cela devient la liste des votants, et rien ne la change ensuite.
do-challenge = Quelqu’un ne devrait pas être ici
do-challenge-whom = Qui ?
do-challenge-why = Pourquoi ?
do-challenge-help = Tout le monde le lit, avec votre nom. Si l’autre antenne a elle-même signé que ce siège est terminé, la personne est écartée. Sinon cela reste comme votre doute.
network-challenges = Doutes sur la liste
network-challenge-proven = prouvé par sa propre antenne : écarté
network-challenge-open = non prouvé
network-warns-challenge = { $it } a laissé de côté un doute de cette antenne, preuve à l’appui, en figeant la liste.
said-network-challenged = Toutes les antennes peuvent lire votre doute.
key-title = La clé avec laquelle vous décidez
key-lead = Tout ce que vous dites dans une décision de plusieurs antennes est signé : chacun peut voir que c’était vous.
key-where = Où elle est gardée
key-on-node = Sur le nœud de votre antenne
key-on-node-help = Vous décidez depuis n’importe quel navigateur ou appli. Qui gère le nœud pourrait signer en votre nom, publiquement.
key-on-device = Dans un de vos navigateurs
key-on-device-help = Seul ce navigateur peut signer pour vous ; le nœud transmet ce qu’il a signé. Les applis ne le peuvent pas. Avant d’effacer ses données, ramenez la clé sur le nœud.
key-to-device = La garder dans ce navigateur
key-to-device-help = Une nouvelle clé est créée ici et ne quitte jamais ce navigateur. Les décisions ouvertes en sont informées.
key-to-node = Décider à nouveau avec la clé du nœud
key-lost = Ce navigateur ne l’a plus
key-lost-help = Dès la prochaine décision, votre clé sur le nœud compte. Dans les décisions ouvertes, un autre Connector de votre antenne doit s’en porter garant.
key-lost-do = La clé est perdue
key-no-script = Pour la garder dans un navigateur, il en faut un qui crée des clés Ed25519 (Firefox 130, Chrome 137, Safari 17 ou plus récent), scripts activés.
key-connectors-only = Seuls les Connectors décident entre antennes.
key-elsewhere = La clé avec laquelle vous décidez n’est pas dans ce navigateur.
key-other = Ce qui devait être signé n’est pas ce que vous avez choisi. Rien n’a été signé.
key-locked-out = Cette décision vous connaît par une clé disparue. Demandez à un autre Connector de votre antenne d’ouvrir cette page et de se porter garant de la nouvelle.
key-vouch-for = { $it } a perdu la clé que cette décision connaît. Vous pouvez vous porter garant de la nouvelle, avec l’antenne.
key-vouch = Se porter garant de { $it }
fault-unsigned = Ceci doit être signé
said-key-device = Désormais ce navigateur signe ce que vous décidez.
said-key-node = Votre clé sur le nœud signe à nouveau ce que vous décidez.
badge-name = Connector de { $it }
badge-criteria = Trois Connectors se sont portés garants de ce que la personne a fait, de ce qu’elle veut faire et de son accord avec l’antenne ; puis l’antenne a consenti.
badge-take = Emporter votre siège comme Open Badge
error-say-why-in-10-to = Dites pourquoi, en 10 à 2 000 caractères : les autres antennes le lisent.
error-this-person-is-in-no = Cette personne n’est au registre d’aucune antenne.
error-this-chapter-has-challenged-this = Cette antenne a déjà contesté cette liste 20 fois.
error-this-is-no-ed25519-key = Ce n’est pas une clé Ed25519 écrite en Multikey.
error-a-key-is-on-a = Une clé est déjà sur un appareil. Ramenez-la d’abord sur le nœud.
error-your-key-is-on-the = Votre clé est déjà sur le nœud.
error-nobody-has-to-vouch-for = Personne n’a à s’en porter garant dans cette décision.
error-the-key-you-decide-with = La clé avec laquelle vous décidez est sur votre appareil. Faites-le dans le navigateur qui l’a.
error-a-network-is-being-founded = Un réseau est en cours de fondation ou d’adhésion. Attendez que ce soit fait, ou revenez-y.
error-the-network-has-suspended-this = Le réseau a suspendu cette antenne : elle ne prend part à rien tant qu’elle n’est pas rétablie.
error-the-network-is-like-that = Le réseau est déjà ainsi, ou ne peut plus le devenir. Retirez cette proposition.
error-this-decision-knows-you-by = Cette décision vous connaît par une clé disparue. Un Connector doit se porter garant de la nouvelle.
error-you-hold-a-seat-of = Vous occupez un siège d’une autre antenne. Déménagez d’abord ce compte vers celui-ci : cela rend le siège.
advice-from-chapters = Notre antenne vous demande conseil ; elle décide seule, et lit vos réponses.
advice-ask-chapters = Demander conseil aux autres antennes
said-chapters-asked = Les autres antennes sont sollicitées. Leurs réponses paraîtront ci-dessous.
error-there-are-no-other-chapters = Il n’y a pas d’autres antennes à consulter : celle-ci n’appartient à aucun réseau.
error-the-other-chapters-have-been = Les autres antennes ont déjà été sollicitées.
error-you-have-moved-less-than = Vous avez déménagé il y a moins de trente jours. On n’envoie pas les abonnés de-ci de-là : attendez jusque-là.
error-a-time-zone-is-written = Un fuseau horaire s’écrit comme Europe/Paris.

## Publications par lettre
act-mail-subscription = Publications, pour quelqu’un sans compte ici
act-job-email-subscriptions = Écrire des lettres sur de nouvelles publications
subscription-legend = Vos publications par e-mail
subscription-offer = Tout le monde peut recevoir mes publications publiques par e-mail
subscription-offer-chapter = Tout le monde peut recevoir par e-mail ce que l’antenne dit et relaie
subscription-offer-help = La page porte alors un lien pour cela, et l’adresse que quelqu’un y donne est d’abord interrogée. Vous voyez combien de personnes les reçoivent, pas lesquelles. Tant que c’est éteint, rien n’est envoyé.
subscription-no-server = Ce nœud n’a pas encore de serveur de mail : rien n’est proposé jusque-là.
subscription-readers = { $count ->
    [one] Une personne les reçoit.
   *[other] { $count } personnes les reçoivent.
}
subscription-link = Par e-mail
subscription-title = { $it } par e-mail
subscription-text = Aucun compte n’est nécessaire : ce que { $it } publie pour tout le monde arrive à votre adresse, quelques minutes après. Chaque lettre dit comment y mettre fin.
subscription-email = Votre adresse e-mail
subscription-ask = M’envoyer la lettre à confirmer
subscription-asked = Si { $it } ne reçoit pas encore ces publications, une lettre y est en route. Elles viendront dès que vous y aurez dit oui. Regardez aussi dans les indésirables.
subscription-no-address = Ce n’est pas une adresse e-mail. Elle ressemble à vous@exemple.org.
subscription-asks-subject = Les publications de { $it } par e-mail ?
subscription-asks = Quelqu’un, sans doute vous, aimerait recevoir à cette adresse ce que { $it } publie chez { $other }. Dites oui d’ici une semaine :
subscription-not-you = Si ce n’était pas vous, ne faites rien : aucune autre lettre ne viendra.
subscription-yes = Oui, envoyez-les
subscription-subject = Nouveau de { $it }
subscription-confirm-sure = Ce que { $it } publie pour tout le monde viendra à { $other }.
subscription-confirm-done = Ce que { $it } publie vient désormais à { $other }.
subscription-end-sure = Ce que { $it } publie vient à { $other }. Y mettre fin ?
subscription-end = Y mettre fin
subscription-end-done = C’est fait. Ce que { $it } publie ne vient plus à { $other }. On peut le redemander à tout moment.
