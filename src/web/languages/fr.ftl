
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
fault-not-found-text = La page a peut-être été déplacée ou supprimée, ou n’est pas pour tout le monde. La page d’accueil du chapitre est un bon endroit pour continuer.
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
error-this-node-has-not-been = Ce nœud n’est pas encore installé. Son intendant trouve le lien dans le terminal.
error-this-is-not-the-setup = Ce n’est pas le lien d’installation. Potluck l’affiche dans le terminal à chaque démarrage jusqu’à ce que le chapitre soit installé.

## Logging in, joining
login-name = Nom ou adresse e-mail
password = Mot de passe
login-forgotten = J’ai oublié mon mot de passe
login-no-account = Pas encore de compte ?
said-logged-out = Vous êtes déconnecté·e.
join-title = Rejoindre { $it }
join-invited = Vous êtes invité·e : bienvenue.
join-invitation-ended = Cette invitation n’est plus valable. Demandez-en une autre à qui vous l’a donnée.
join-closed = Ici, les comptes sont créés par l’intendance. Venez à la prochaine rencontre, ou écrivez-lui.
join-by-invitation = On rejoint avec une invitation. Chaque membre peut en demander une à l’intendance ; si vous avez un code, entrez-le ici.
join-code = Code d’invitation
join-code-use = Utiliser le code
join-approval = L’intendance lit chaque demande et y répond, en général en quelques jours.
join-username = Nom d’utilisateur
join-username-help = Lettres, chiffres et tirets bas. On vous trouvera sous @nom@{ $it }. Il ne peut pas être changé ensuite.
join-name = Votre nom, tel qu’il est affiché
join-email = Adresse e-mail
password-help = Au moins { $count } caractères. Une phrase se retient facilement.
join-reason = Pourquoi souhaitez-vous nous rejoindre ?
join-reason-help = Quelques mots sur vous, et qui vous a parlé de nous. Seule l’intendance les lit.
join-agreement = J’accepte les règles et la façon dont les données sont traitées :
join-have-account = Vous avez un compte ?
said-joined = Bienvenue ! Voici votre accueil : ce qu’écrivent les personnes que vous suivez arrive ici.
said-joined-waiting = Merci. L’intendance va regarder votre demande ; vous pourrez vous connecter une fois accepté·e.

## Set-up
setup-title = Installer votre chapitre
setup-lead = Quelques réponses, et votre ville a sa place dans le réseau.
setup-name = Nom du chapitre
setup-city = Ville
setup-domain = Domaine
setup-domain-help = Il figure dans chaque adresse, comme @paris@paris.example.org, et ne peut pas être changé ensuite.
setup-try-out = Seulement un essai sur cette machine (sans TLS, les autres villes ne peuvent pas l’atteindre). Décochez pour un domaine public.
setup-steward = La première personne de l’intendance
setup-found = Fonder le chapitre

## Apps
authorize-title = Laisser entrer { $it } ?
authorize-wishes = L’application pourrait :
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
post-delete = Supprimer
post-delete-sure = Supprimer ce message ? Les serveurs qui l’ont reçu sont priés de le supprimer aussi.
post-delete-yes = Le supprimer
post-report = Signaler
post-edited = modifié
post-passed-on-by = partagé par { $it }
post-sensitive = Sensible : regarder
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
write-text = Qu’aimeriez-vous dire ?
write-left = caractères restants. @nom mentionne quelqu’un, #mot aide à trouver.
write-warning = Avertissement (facultatif)
write-who = Qui peut le voir ?
write-language = Langue
write-pictures = Ajouter des images, un film ou un son
write-picture = Fichier { $count }
write-description = Description du fichier { $count }
write-description-help = Une description permet à qui ne voit pas l’image de savoir ce qu’elle montre.
write-sensitive = Montrer seulement après un clic
write-poll = Ajouter un sondage
write-option = Réponse { $count }
write-days = Ouvert combien de jours ?
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
interact-help = Tout serveur du fédivers convient : Mastodon, Misskey, GoToSocial… Membres de ce chapitre :
interact-on = Ceci vous mène à { $it }, où vous avez un compte et pouvez suivre ou répondre.
interact-continue = Continuer sur { $it }
interact-no-server = Ce n’est pas un nom de serveur. Il ressemble à exemple.social, ou vous@exemple.social.
interact-by-hand = Ou collez ceci dans la recherche de votre application :

## Home of members
home-following = Abonnements
home-bookmarks = Marque-pages
home-favourites = Favoris
home-empty = Encore rien ici. Suivez des personnes depuis la page des membres ou en cherchant une adresse comme @nom@ville.exemple, et ce qu’elles écrivent arrive ici.
home-chapter-empty = Personne du chapitre n’a encore publié. Soyez la première personne.
home-bookmarks-empty = Vous n’avez encore rien marqué. Personne d’autre ne voit ce que vous gardez ici.
home-favourites-empty = Vous n’avez encore rien mis en favori.
tag-empty = Personne que ce chapitre connaisse n’a encore utilisé ce mot-clé.
notifications-empty = Il ne s’est encore rien passé. Réponses, mentions, abonnements et favoris apparaissent ici.
notifications-new = Nouveau
notifications-clear = Tout effacer
notifications-clear-sure = Oublier toutes les notifications ? Les messages restent.
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
search-label = Que cherchez-vous ?
search-placeholder = mots, #mot-clé, @nom@ville.exemple, une adresse
search-help = Cherche dans ce que vous avez écrit, ce à quoi vous avez pris part, et les messages dont les auteurs le permettent. from:nom, has:media, before:2026-01-31 précisent.
search-nothing = Rien n’a été trouvé pour « { $it } ».

## People
people-description = Qui compose { $it }.
people-roles = Rôles
people-all = Tout le monde
people-search = Chercher par nom
people-empty = Personne n’a été trouvé.
role-supporter = Soutien
role-active = Membre actif
role-connector = Connector
role-alumni = Ancien·ne
role-steward = Intendance
role-supporter-many = Soutiens
role-active-many = Membres actifs
role-connector-many = Connectors
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
profile-chapter = Le chapitre
profile-bot = Automatisé
profile-follows-you = Vous suit
profile-moved = Ce compte a déménagé vers
profile-verified = Vérifié : la page renvoie à ce profil
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
follow-requested = Demandé : annuler
mute = Masquer
unmute = Ne plus masquer
block = Bloquer
unblock = Débloquer
report = Signaler
said-followed = Vous suivez maintenant ce compte.
said-follow-asked = Vous avez demandé à suivre ce compte. Les messages arriveront après accord.
said-unfollowed = Vous ne suivez plus ce compte.
said-muted = Vous ne verrez plus ce compte. Il ne l’apprend pas.
said-blocked = Ce compte est bloqué : vous ne vous voyez plus.
said-undone = Annulé.
said-request-accepted = Ce compte vous suit maintenant.
said-request-refused = La demande est refusée.

## The chapter
home-description = { $it } : le chapitre de { $other }.
home-write = Écrire quelque chose
home-follow = Suivre le chapitre
announcement = Annonce
home-latest = Derniers messages
home-more = Tous les messages du chapitre
home-nothing-posted = Rien n’a encore été publié. Les membres écrivent ici, ou avec une application Mastodon : connectez-vous à { $it }.
home-all-people = { $count ->
        [one] Un·e membre
       *[other] Les { $count } membres
    }
home-elsewhere = D’ailleurs
home-elsewhere-follow = Depuis tout serveur du fédivers, suivez
home-elsewhere-app = Membres : indiquez à votre application Mastodon
about-title = À propos de { $it }
about-values = Nos valeurs
value-transparency = Transparence : ce qui peut être public l’est, avec une adresse et un téléchargement.
value-openness = Ouverture : formats ouverts à l’entrée comme à la sortie ; qui part emporte ses affaires.
value-meet = Se rencontrer pour de vrai.
value-action = Action : le chemin le plus court pour démarrer est le meilleur.
value-beta = Bêta permanente : notre façon de faire change par décision, et se réexamine.
value-feedback = Retours et jeu : nous fêtons ce qui a marché et disons avec bienveillance ce qui n’a pas marché.
value-inclusion = Inclusion : plusieurs langues, connexions lentes, vieux téléphones, lecteurs d’écran.
about-rules = Règles
about-no-rules = Le chapitre n’a encore écrit aucune règle.
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
privacy-keeps-text = Votre nom, votre adresse e-mail et votre mot de passe (sous une forme que personne ne peut inverser), vos messages, images, abonnements, votes et réglages, et les applications et navigateurs avec lesquels vous vous êtes connecté·e. Aucune adresse de votre ordinateur, aucune statistique de ce que vous lisez.
privacy-who = Qui le voit
privacy-who-text = Messages publics : tout le monde. Messages aux abonné·es : elles et eux, et les serveurs qu’ils utilisent. Lettres : les personnes nommées, leurs serveurs, et qui s’occupe d’un serveur. Marque-pages, listes, filtres, notes et recherches : personne d’autre.
privacy-servers = Autres serveurs
privacy-servers-text = Ce que vous publiez est envoyé aux serveurs de qui doit le lire. Quand vous le supprimez, ils sont priés de faire de même. Les images d’autres serveurs sont cherchées par ce nœud, pour qu’ils n’apprennent pas ce que vous regardez.
privacy-leaving = Partir
privacy-leaving-text = Vous pouvez emporter ce que vous avez écrit, déménager vers un autre serveur, et faire supprimer votre compte : tout cela dans les réglages.
write-more = Avertissement, langue
