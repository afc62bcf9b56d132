
## Frame
skip-to-content = Saltar al contenido
navigation = Menú principal
nav-home = Inicio
nav-notifications = Notificaciones
nav-people = Personas
nav-search = Buscar
nav-about = Quiénes somos
nav-privacy = Privacidad
nav-profile = Mi perfil
nav-settings = Ajustes
nav-desk = Mesa de administración
nav-join = Unirse
log-in = Entrar
log-out = Salir
footer-software = Funciona con Potluck, software libre bajo AGPL.
preference-language = Idioma
preference-theme = Colores
preference-apply = Aplicar
theme-system = Como el sistema
theme-light = Claro
theme-dark = Oscuro
to-the-home-page = A la página de inicio
more = Más
older = Mostrar más
older-posts = Publicaciones anteriores
posts = Publicaciones
feed = Canal RSS
timelines = Cronologías

## When something is wrong
fault-not-found = Aquí no hay nada
fault-not-found-text = Puede que la página se haya movido o borrado, o que no sea para todo el mundo. La página de inicio de la sede es un buen lugar para seguir.
fault-gone = Esto ya no existe
fault-gone-text = Estuvo aquí y se ha borrado para siempre.
fault-busy = Espera un poco
fault-busy-text = 
        Han llegado demasiadas peticiones desde aquí. Inténtalo de nuevo en { $count ->
        [one] { $count } minuto
       *[other] { $count } minutos
    }.
fault-log-in = Entra, por favor
fault-refused = Esto no está permitido
fault-unavailable = No disponible por ahora
fault-internal = Algo ha ido mal
fault-invalid = Esto no se puede usar
form-has-faults = { $count ->
        [one] Hay una cosa que revisar abajo.
       *[other] Hay { $count } cosas que revisar abajo.
    }
fault-blank = Esto hace falta.
fault-wrong = Esto no parece correcto.
fault-reserved = Este nombre está reservado. Elige otro.
fault-taken = Ya está en uso. Elige otro.
fault-too-short = Es demasiado corto.
fault-accepted = Acepta para continuar.
error-this-form-has-expired-go = Este formulario ha caducado. Vuelve atrás, recarga la página y envíalo otra vez.
error-this-name-and-password-do = Este nombre y esta contraseña no van juntos.
error-validation-failed-text-cant-be = Escribe algo o añade una imagen.
error-validation-failed-text-character-limit = Es demasiado largo.
error-choose-at-least-one-answer = Elige al menos una respuesta de la encuesta.
error-this-invitation-does-not-hold = Esta invitación ya no vale. Pide otra.
error-this-action-is-not-allowed = Esta acción no está permitida.
error-something-went-wrong-on-our = Algo ha ido mal por nuestra parte. Ha quedado anotado.
error-this-decision-is-of-a = Esta decisión sigue una versión del protocolo que este nodo no conoce: aquí se puede leer, y nada más.
error-this-node-has-not-been = Este nodo aún no se ha configurado. Su administrador encuentra el enlace en la terminal.
error-this-is-not-the-setup = Este no es el enlace de configuración. Potluck lo muestra en la terminal en cada arranque hasta que la sede esté configurada.

## Logging in, joining
login-name = Nombre o correo electrónico
password = Contraseña
login-forgotten = He olvidado mi contraseña
login-no-account = ¿Aún no tienes cuenta?
said-logged-out = Has salido.
join-title = Unirse a { $it }
join-invited = Te han invitado: te damos la bienvenida.
join-invitation-ended = Esta invitación ya no vale. Pide otra a quien te la dio.
join-closed = Aquí las cuentas las crea la administración. Ven al próximo encuentro o escríbele.
join-by-invitation = Se entra con invitación. Cualquier miembro puede pedir una a la administración; si tienes un código, ponlo aquí.
join-code = Código de invitación
join-code-use = Usar el código
join-approval = La administración lee cada solicitud y responde, normalmente en unos días.
join-username = Nombre de usuario
join-username-help = Letras, cifras y guiones bajos. Te encontrarán como @nombre@{ $it }. No se puede cambiar después.
join-name = Tu nombre, tal como se muestra
join-email = Correo electrónico
password-help = Al menos { $count } caracteres. Una frase se recuerda bien.
join-reason = ¿Por qué quieres unirte?
join-reason-help = Unas palabras sobre ti y quién te habló de nosotros. Solo lo lee la administración.
join-agreement = Acepto las reglas y el tratamiento de los datos:
join-have-account = ¿Ya tienes cuenta?
said-joined = ¡Te damos la bienvenida! Este es tu inicio: aquí llega lo que escriben las personas que sigues.
said-joined-waiting = Gracias. La administración mirará tu solicitud; podrás entrar cuando te hayan aceptado.

## Set-up
setup-title = Configura tu sede
setup-lead = Unas respuestas, y tu ciudad tiene su lugar en la red.
setup-name = Nombre de la sede
setup-city = Ciudad
setup-time-zone = Zona horaria
setup-time-zone-help = Los días y las horas son los de ese lugar.
setup-domain = Dominio
setup-domain-help = Figura en cada dirección, como @paris@paris.example.org, y no se puede cambiar después.
setup-try-out = Solo una prueba en esta máquina (sin TLS, otras ciudades no pueden llegar). Desmárcalo para un dominio público.
setup-steward = La primera persona de la administración
setup-found = Fundar la sede

## Apps
authorize-title = ¿Dejar entrar a { $it }?
authorize-wishes = La aplicación podría:
authorize-password = No llega a conocer tu contraseña.
authorize-yes = Dejarla entrar
authorize-no = No, gracias
scope-read = leer tus cronologías, tus notificaciones y tu cuenta
scope-write = publicar, compartir, marcar favoritos y cambiar tu cuenta por ti
scope-follow = seguir y dejar de seguir a personas por ti
scope-push = enviarte notificaciones
scope-profile = ver quién eres
code-title = Tu código para { $it }
code-text = Copia este código y dáselo a la aplicación. Funciona una vez, durante diez minutos.
code-label = Código

## Posts
post-replies = { $count ->
        [one] { $count } respuesta
       *[other] { $count } respuestas
    }
post-boosts = { $count ->
        [one] { $count } impulso
       *[other] { $count } impulsos
    }
post-favourites = { $count ->
        [one] { $count } favorito
       *[other] { $count } favoritos
    }
post-bookmark = Guardar
post-bookmarked = Guardado
post-edit = Editar
post-its-page = Su página
post-delete = Borrar
post-delete-sure = ¿Borrar esta publicación? Se pide a los servidores que la recibieron que también la borren.
post-delete-yes = Borrarla
post-report = Denunciar
post-edited = editado
post-passed-on-by = compartido por { $it }
post-sensitive = Sensible: mirar
post-picture-undescribed = Una imagen sin descripción
post-file = Un archivo
post-replies-title = Respuestas
visibility-public = Todo el mundo
visibility-unlisted = Todo el mundo, pero fuera de las cronologías
visibility-private = Seguidores
visibility-direct = Solo las personas mencionadas
poll-vote-on = Tu respuesta
poll-vote = Votar
poll-votes = { $count ->
        [one] { $count } voto
       *[other] { $count } votos
    }
poll-voters = { $count ->
        [one] { $count } persona ha votado
       *[other] { $count } personas han votado
    }
poll-own = tu respuesta
poll-over = cerrada
poll-until = abierta hasta el
write-title = Escribir una publicación
write-reply-title = Responder
write-edit-title = Editar la publicación
write-text = ¿Qué quieres decir?
write-left = caracteres restantes. @nombre menciona a alguien, #palabra ayuda a encontrarlo.
write-warning = Aviso de contenido (opcional)
write-who = ¿Quién puede verlo?
write-language = Idioma
write-pictures = Añadir imágenes, un vídeo o un sonido
write-picture = Archivo { $count }
write-description = Descripción del archivo { $count }
write-description-help = Una descripción permite saber qué muestra la imagen a quien no la ve.
write-sensitive = Mostrar solo tras un clic
write-poll = Añadir una encuesta
write-option = Respuesta { $count }
write-days = ¿Abierta cuántos días?
write-multiple = Se pueden elegir varias respuestas
write-send = Publicar
write-save = Guardar
write-too-large = Un archivo es demasiado grande.
said-posted = Publicado.
said-edited = Tu publicación se ha cambiado.
said-deleted = Tu publicación se ha borrado.

## From another server
interact-title = Seguir desde tu servidor
interact-reply = Responder desde tu servidor
interact-where = Tu servidor o tu dirección allí
interact-placeholder = tu@ejemplo.social
interact-go = Seguir
interact-help = Vale cualquier servidor del fediverso: Mastodon, Misskey, GoToSocial… Miembros de esta sede:
interact-on = Esto te lleva a { $it }, donde tienes cuenta y puedes seguir o responder.
interact-continue = Seguir en { $it }
interact-no-server = No es el nombre de un servidor. Tiene la forma ejemplo.social o tu@ejemplo.social.
interact-by-hand = O pega esto en el buscador de tu aplicación:

## Home of members
home-following = Siguiendo
home-bookmarks = Guardados
home-favourites = Favoritos
home-empty = Aún no hay nada. Sigue a personas desde la página de miembros o buscando una dirección como @nombre@ciudad.ejemplo, y lo que escriban llegará aquí.
home-chapter-empty = Nadie de la sede ha publicado aún. Empieza tú.
home-bookmarks-empty = Aún no has guardado nada. Nadie más ve lo que guardas aquí.
home-favourites-empty = Aún no has marcado favoritos.
tag-empty = Nadie que esta sede conozca ha usado aún esta etiqueta.
notifications-empty = Aún no ha pasado nada. Aquí aparecen respuestas, menciones, seguidores y favoritos.
notifications-new = Nuevo
notifications-clear = Borrar todo
notifications-clear-sure = ¿Olvidar todas las notificaciones? Las publicaciones se quedan.
said-notifications-cleared = Se han borrado todas las notificaciones.
notice-mention = te ha mencionado
notice-follow = te sigue
notice-follow-request = quiere seguirte
notice-favourite = ha marcado como favorita tu publicación
notice-reblog = ha compartido tu publicación
notice-status = ha publicado
notice-poll = Se ha cerrado una encuesta
notice-quote = te ha citado
notice-update = ha cambiado una publicación que compartiste
notice-quoted-update = ha cambiado una publicación que citaste
notice-admin-sign-up = se ha registrado
notice-admin-report = denuncia algo
notice-moderation-warning = La administración te escribe sobre tu cuenta
follow-requests-waiting = { $count ->
        [one] { $count } persona quiere seguirte.
       *[other] { $count } personas quieren seguirte.
    }
search-label = ¿Qué buscas?
search-placeholder = palabras, #etiqueta, @nombre@ciudad.ejemplo, una dirección
search-help = Busca en lo que has escrito, en lo que has participado y en las publicaciones cuyos autores lo permiten. from:nombre, has:media, before:2026-01-31 lo acotan.
search-nothing = No se ha encontrado nada para «{ $it }».

## People
people-description = Quiénes forman { $it }.
people-roles = Papeles
people-all = Todas
people-search = Buscar por nombre
people-empty = No se ha encontrado a nadie.
role-supporter = Simpatizante
role-active = Miembro activo
role-connector = Connector
role-dormant = Connector inactivo
role-alumni = Veterano
role-steward = Administración
role-supporter-many = Simpatizantes
role-active-many = Miembros activos
role-connector-many = Connectors
role-dormant-many = Connectors inactivos
role-alumni-many = Veteranos
role-supporter-count = { $count ->
        [one] { $count } simpatizante
       *[other] { $count } simpatizantes
    }
role-active-count = { $count ->
        [one] { $count } miembro activo
       *[other] { $count } miembros activos
    }
role-connector-count = { $count ->
        [one] { $count } Connector
       *[other] { $count } Connectors
    }
profile-chapter = La sede
profile-bot = Automatizada
profile-follows-you = Te sigue
profile-moved = Esta cuenta se ha mudado a
profile-verified = Verificado: la página enlaza a este perfil
profile-posts = { $count ->
        [one] { $count } publicación
       *[other] { $count } publicaciones
    }
profile-following = { $count } siguiendo
profile-followers = { $count ->
        [one] { $count } seguidor
       *[other] { $count } seguidores
    }
profile-since = aquí desde el { $it }
profile-edit = Editar mi perfil
profile-elsewhere = La página original
profile-tab-replies = Publicaciones y respuestas
profile-tab-media = Multimedia
profile-pinned = Fijadas
profile-latest = Últimas publicaciones
profile-empty = Aún nada. Para estar cuando llegue, busca { $it } en cualquier aplicación de Mastodon y síguelo.
follow = Seguir
unfollow = Dejar de seguir
follow-requested = Pedido: retirar
mute = Silenciar
unmute = Dejar de silenciar
block = Bloquear
unblock = Desbloquear
report = Denunciar
said-followed = Ahora sigues esta cuenta.
said-follow-asked = Has pedido seguir esta cuenta. Las publicaciones llegarán cuando acepte.
said-unfollowed = Ya no sigues esta cuenta.
said-muted = Ya no verás esta cuenta. No se entera.
said-blocked = Cuenta bloqueada: ya no os veis.
said-undone = Deshecho.
said-request-accepted = Ahora te sigue.
said-request-refused = La solicitud se ha rechazado.
profile-attested = La sede lo dice a todo el mundo, firmado
profile-connector-of = Connector de { $it }
profile-attested-until = Firmado por la sede, hasta el { $it }

## The chapter
home-description = { $it }: la sede de { $other }.
home-write = Escribir algo
home-follow = Seguir a la sede
home-dates = Próximas fechas
dates-review = Se revisa:
dates-network = La red decide hasta entonces:
announcement = Anuncio
home-latest = Últimas publicaciones
home-more = Todas las publicaciones de la sede
home-nothing-posted = Aún no se ha publicado nada. Los miembros escriben aquí o con cualquier aplicación de Mastodon: entra en { $it }.
home-all-people = { $count ->
        [one] Un miembro
       *[other] Los { $count } miembros
    }
home-elsewhere = Desde otros lugares
home-elsewhere-follow = Desde cualquier servidor del fediverso, sigue a
home-elsewhere-app = Miembros: indica en tu aplicación de Mastodon
about-title = Sobre { $it }
about-values = Nuestros valores
value-transparency = Transparencia: lo que puede ser público lo es, con dirección y descarga.
value-openness = Apertura: formatos abiertos a la entrada y a la salida; quien se va se lleva lo suyo.
value-meet = Encontrarse en la vida real.
value-action = Acción: el camino más corto para empezar es el mejor.
value-beta = Beta permanente: nuestra forma de trabajar cambia por decisión y se revisa.
value-feedback = Retroalimentación y juego: celebramos lo que funcionó y decimos con amabilidad lo que no.
value-inclusion = Inclusión: muchos idiomas, conexiones lentas, teléfonos viejos, lectores de pantalla.
about-rules = Reglas
about-no-rules = La sede aún no ha escrito reglas.
about-stewards = Administración
about-stewards-text = Cuidan de este nodo. Escríbales si algo va mal.
about-join = Unirse
door-closed = Las cuentas las crea la administración.
door-invitation = Se entra con invitación.
door-approval = Quien lo pide es aceptado por la administración.
door-open = Todo el mundo puede unirse.
about-node = Este nodo
about-since = Fundado
about-members = Miembros
about-servers = Servidores conocidos
about-follow = Se sigue como
about-app = Para aplicaciones
privacy-keeps = Qué guarda { $it }
privacy-keeps-text = Tu nombre, correo y contraseña (en una forma que nadie puede invertir), tus publicaciones, imágenes, seguimientos, votos y ajustes, y las aplicaciones y navegadores con los que has entrado. De quien recibe publicaciones por correo: su dirección, hasta que lo termine. Ninguna dirección de tu ordenador, ninguna estadística de lo que lees.
privacy-who = Quién lo ve
privacy-who-text = Publicaciones públicas: todo el mundo. Publicaciones a seguidores: ellos y sus servidores. Cartas: las personas nombradas, sus servidores y quien cuida de un servidor. Guardados, listas, filtros, notas y búsquedas: nadie más.
privacy-servers = Otros servidores
privacy-servers-text = Lo que publicas se envía a los servidores de quienes deben leerlo. Cuando lo borras, se les pide lo mismo. Las imágenes de otros servidores las trae este nodo, para que no sepan qué miras.
privacy-leaving = Irse
privacy-leaving-text = Puedes llevarte lo que escribiste, mudarte a otro servidor y borrar tu cuenta: las tres cosas en los ajustes.
write-more = Aviso de contenido, idioma

## Settings
save = Guardar
remove = Quitar
accept = Aceptar
refuse = Rechazar
said-saved = Guardado.
said-profile-saved = Tu perfil se ha guardado.
settings-profile = Perfil
settings-privacy = Privacidad y publicación
settings-security = Acceso y seguridad
settings-mail = Correo
settings-requests = Solicitudes de seguimiento
settings-filters = Filtros
settings-blocks = Bloqueados y silenciados
settings-moving = Exportar, importar, mudanza
settings-delete = Borrar mi cuenta
settings-note = Sobre ti
settings-note-help = Unas frases. @nombre, #palabra y direcciones se vuelven enlaces.
settings-pictures = Imágenes
settings-avatar = Tu retrato
settings-avatar-description = Qué muestra, para quien no lo ve
settings-avatar-remove = Quitar el retrato
settings-header = Cabecera
settings-header-description = Qué muestra la cabecera
settings-header-remove = Quitar la cabecera
settings-fields = Enlaces y más
settings-fields-help = Tu web, tus pronombres, lo que sabes hacer. Lo vacío no se muestra.
settings-field-name = Etiqueta
settings-field-value = Contenido
settings-verified = verificado
settings-rel-me = Un enlace se verifica cuando su página enlaza de vuelta. Pon esto en ella:
settings-locale = Idioma de las páginas y del correo
privacy-who-finds = Quién te encuentra
privacy-locked = Apruebo quién me sigue
privacy-discoverable = Puedo aparecer en directorios y sugerencias
privacy-indexable = Mis publicaciones públicas se pueden encontrar buscando, aquí y en buscadores
privacy-hide = No se muestra a quién sigo ni quién me sigue
privacy-bot = Esta cuenta publica sola
privacy-posting = Publicaciones nuevas
privacy-quotes = Quién puede citarte
policy-public = Todo el mundo
policy-followers = Seguidores
policy-nobody = Nadie
privacy-language = Idioma en que escribes (en, fr, es…)
privacy-sensitive = Mis imágenes se muestran solo tras un clic
delete-text = Todo lo que escribiste aquí se borra, y se pide lo mismo a los servidores que lo tienen. Tu nombre queda reservado para que nadie se haga pasar por ti. No se puede deshacer.
delete-before = Antes de irte puedes llevarte una copia o mudarte a otro servidor:
delete-yes = Borrar mi cuenta para siempre
delete-last-steward = Eres la única persona de la administración. Nombra antes a otra, o nadie podría cuidar de la sede.
said-account-deleted = Tu cuenta se ha borrado. Buen viaje.
password-current = Tu contraseña actual
password-new = Contraseña nueva
password-change = Cambiar la contraseña
password-change-help = Se cierran los demás navegadores y todas las aplicaciones.
password-wrong = La contraseña no es correcta.
error-the-password-is-not-right = La contraseña no es correcta.
said-password-changed = Tu contraseña se ha cambiado. En los demás sitios tienes que volver a entrar.
said-email-changed = Tu dirección se ha cambiado.
said-email-asked = Va una carta a la nueva dirección. Será la tuya aquí en cuanto la confirmes allí.
error-this-address-belongs-to-another = Esta dirección pertenece a otra cuenta.
second-title = Segundo factor
second-text = Abre tu aplicación de autenticación y escribe el código que muestra para esta sede.
second-code = Código
second-lost = ¿Has perdido el teléfono? Escribe uno de tus códigos de recuperación.
second-again = Empezar de nuevo
second-on = Activado
second-why = Una contraseña se puede adivinar o robar. Con un segundo factor se pide además un código de tu teléfono.
second-begin = Activar el segundo factor
second-turn-on = Activarlo
second-end = Desactivar el segundo factor
said-second-ended = El segundo factor está desactivado.
second-codes-left = { $count ->
        [one] Queda { $count } código de recuperación.
       *[other] Quedan { $count } códigos de recuperación.
    }
second-new-codes = Códigos de recuperación nuevos
second-scan = Con una aplicación de autenticación (Aegis, FreeOTP, Google Authenticator…), escanea esto:
second-picture = Código QR con el secreto de abajo
second-by-hand = O escribe este secreto en la aplicación
second-codes = Tus códigos de recuperación
second-codes-text = Anótalos o imprímelos y guárdalos lejos del teléfono. Cada uno funciona una vez. No se vuelven a mostrar.
second-codes-kept = Los he guardado
error-this-code-is-not-right = Este código no es correcto. ¿Va bien la hora del teléfono?
error-this-took-too-long-begin = Ha tardado demasiado. Empieza de nuevo.
error-the-second-factor-is-on = El segundo factor ya está activado.
security-browsers = Dónde has entrado
security-browser-unknown = Un navegador
security-since = desde el { $it }
security-this = este
security-end-others = Salir de todos los demás
security-apps = Aplicaciones autorizadas
security-no-apps = Ninguna aplicación aún. Vale cualquier aplicación de Mastodon: entra con el dominio de esta sede.
security-end-app = Retirarla
said-session-ended = Ese navegador ha salido.
said-sessions-ended = Todos los demás navegadores han salido.
said-app-ended = La aplicación se ha retirado.
filters-text = Las publicaciones con estas palabras se te ocultan o quedan tras un aviso. Nadie se entera.
filters-empty = No filtras nada.
filters-hidden = oculto
filters-warned = tras un aviso
filters-until = hasta el { $it }
filters-for-ever = para siempre
filters-add = Añadir un filtro
filters-words = Palabras o frases, una por línea
filters-where = Dónde
filters-hide = Ocultar del todo esas publicaciones
filters-days = ¿Cuántos días? Vacío: para siempre
act-filter-home = En mi cronología
act-filter-notifications = En las notificaciones
act-filter-public = En las cronologías públicas
act-filter-thread = En las conversaciones
act-filter-account = En los perfiles
blocks-blocked = Bloqueados
blocks-muted = Silenciados
blocks-none = Nadie.
blocks-hosts = Servidores de los que no quieres saber
blocks-hosts-text = Nada de ese servidor te llega y nadie de allí te sigue más.
blocks-host = Servidor, como ejemplo.social
requests-empty = Nadie espera respuesta.
requests-open = Cualquiera puede seguirte; no hay solicitudes. Puedes cambiarlo en privacidad.
moving-take = Llevártelo
moving-take-text = Tus listas en archivos CSV, en la forma que lee Mastodon:
moving-archive-text = Todo lo que has escrito, con imágenes, en un archivo (ActivityPub en un zip):
moving-archive-ask = Crear un archivo
moving-archive-fetch = Descargar
moving-under-way = en curso
said-archive-asked = Tu archivo se está preparando. Aparecerá aquí.
moving-bring = Traerlo
moving-bring-text = Archivos CSV de otro servidor: a quién sigues, bloqueas y silencias, guardados y listas.
moving-file = Archivo
moving-kind = ¿Qué contiene?
moving-kind-guess = Mirar en el archivo
moving-mode = Lo que ya hay aquí
moving-merge = se queda
moving-overwrite = se sustituye
moving-bring-do = Importar
moving-failed = { $count ->
        [one] { $count } línea no se pudo hacer
       *[other] { $count } líneas no se pudieron hacer
    }
said-import-begun = La importación está en curso; recarga la página para ver cómo va.
act-list-following = Seguidos
act-list-blocking = Bloqueados
act-list-muting = Silenciados
act-list-domain-blocking = Servidores bloqueados
act-list-bookmarks = Guardados
act-list-lists = Listas
moving-in = Mudarte aquí
moving-in-text = ¿Vienes de otro servidor? Indica primero aquí tu cuenta antigua; luego inicia allí la mudanza a { $it }. Tus seguidores te acompañan.
moving-old = Tu cuenta antigua
moving-out = Mudarte a otro sitio
moving-out-text = En el servidor nuevo, indica primero { $it } como cuenta antigua. Entonces se pide a tus seguidores que te sigan allí; tus publicaciones se quedan aquí.
moving-new = Tu cuenta nueva
moving-out-do = Mudarme
said-moved-away = Te has mudado. Se avisa a tus seguidores.
error-this-account-was-not-found = No se ha encontrado esta cuenta. Su dirección tiene la forma @nombre@ciudad.ejemplo.
error-choose-a-file-first = Elige primero un archivo.
error-what-is-in-this-file = No se ha podido saber qué contiene este archivo. Elígelo en la lista.

## Mail
mail-none = Este nodo no tiene servidor de correo, así que no se envían cartas. Se guardan tus preferencias.
mail-to = Las cartas van a { $it }.
act-mail-mention = Cuando alguien me menciona
act-mail-follow-request = Cuando alguien quiere seguirme
act-mail-desk = Cuando alguien se registra o denuncia algo
act-mail-digest = Un resumen de lo que me he perdido
act-mail-account = Sobre la cuenta
act-mail-test = Prueba
act-often-never = nunca
act-often-daily = cada día
act-often-weekly = cada semana
mail-from = Enviado por { $it }.
mail-off = Dejar de recibir cartas de este tipo:
mail-look = Verlo
mail-off-sure = Dejar de recibir estas cartas:
mail-off-yes = Dejar de recibirlas
mail-off-done = Hecho. No recibirás más cartas de este tipo.
mail-off-settings = Todos los ajustes de correo
mail-digest-subject = Lo que te has perdido en { $it }
mail-digest-more = … y más cosas.
mail-password-subject = Una contraseña nueva para { $it }
mail-password-text = Alguien, probablemente tú, ha pedido una contraseña nueva para @{ $it }. Elígela en el plazo de un día:
mail-password-not-you = Si no has sido tú, no hagas nada: la contraseña se queda igual.
mail-password-button = Elegir una contraseña nueva
mail-approved-subject = Te damos la bienvenida a { $it }
mail-approved-text = Tu solicitud se ha aceptado. Ahora eres @{ $it }.
forgotten-title = Contraseña olvidada
forgotten-text = Te enviamos una carta con un enlace para elegir una nueva.
forgotten-send = Enviar la carta
forgotten-asked = Si existe esa cuenta, hay una carta en camino. Mira también en el correo no deseado.
forgotten-by-hand = Este nodo no envía correo. La administración puede darte un enlace para elegir una contraseña nueva.
said-password-renewed = Tu contraseña se ha cambiado. Entra con ella.
error-this-link-does-not-hold = Este enlace ya no vale. Pide otro.
mail-test-failed = El servidor de correo no ha aceptado la carta. Ha dicho:
mail-server = Servidor
mail-sender = Remitente
mail-test = Enviar una prueba a { $it }
mail-test-subject = Una prueba de { $it }
mail-test-text = Esta carta se ha enviado desde la mesa de administración. El correo funciona.
said-mail-sent = El servidor ha aceptado la carta. Mira tu buzón.
mail-latest = Las últimas cartas
mail-no-letters = Aún no se ha escrito ninguna carta.
mail-recipient = Para
mail-kind = Sobre
mail-state = Estado
mail-state-sent = enviada
mail-state-failed = fallo hasta ahora
mail-state-waiting = en espera
mail-not-set-up = No hay servidor de correo configurado. Pon esto en el archivo de configuración y reinicia el nodo:
mail-by-hand = Hasta entonces, los enlaces para contraseñas nuevas se hacen en la página de cada miembro y se entregan a mano.

## Desk
desk-overview = Resumen
desk-members = Miembros
desk-requests = Solicitudes de ingreso
desk-invitations = Invitaciones
desk-reports = Denuncias
desk-domains = Reglas para servidores
desk-federation = Otros servidores
desk-announcements = Anuncios
desk-emojis = Emojis
desk-chapter = Sede y apariencia
desk-storage = Almacenamiento y copias
desk-jobs = Tareas de fondo
desk-log = Registro de actos
desk-design = Sistema de diseño
desk-all-well = Todo va bien. Nada necesita atención.
desk-hands = Lo que necesita una mano
hand-requests = { $count ->
        [one] { $count } persona espera ser aceptada
       *[other] { $count } personas esperan ser aceptadas
    }
hand-reports = { $count ->
        [one] { $count } denuncia abierta
       *[other] { $count } denuncias abiertas
    }
hand-hosts = { $count ->
        [one] { $count } servidor no responde
       *[other] { $count } servidores no responden
    }
hand-letters = { $count ->
        [one] { $count } carta no se ha podido enviar
       *[other] { $count } cartas no se han podido enviar
    }
hand-mail = { $count ->
        [one] No hay servidor de correo configurado
       *[other] No hay servidor de correo configurado
    }
hand-disk = { $count ->
        [one] El disco está casi lleno
       *[other] El disco está casi lleno
    }
hand-steward = { $count ->
        [one] Solo hay una persona en la administración: nombra una segunda
       *[other] Solo hay una persona en la administración: nombra una segunda
    }
desk-people = Personas
desk-active = Activos en 30 días
desk-weeks = Publicaciones por semana
desk-week = Semana del
desk-week-posts = { $count ->
        [one] { $count } publicación
       *[other] { $count } publicaciones
    }
desk-as-table = Lo mismo en tabla
desk-writers = Autores
desk-joined = Llegadas
desk-machine = La máquina
desk-outgoing = Envíos en espera
desk-incoming = Llegadas en espera
desk-jobs-due = Tareas pendientes
desk-members-search = Nombre o correo
act-state-all = Todos los miembros
act-state-stewards = Administración
act-state-disabled = Excluidos
act-state-silenced = Limitados
act-state-suspended = Suspendidos
act-state-remote = De fuera
desk-role = Papel
desk-since = Desde
desk-profile = Perfil
desk-decision = ¿Por qué decisión?
desk-history = Papeles hasta ahora
desk-make-steward = Nombrar administración
desk-no-steward = Quitar de la administración
error-there-must-be-one-steward = Debe haber al menos una persona en la administración. Nombra antes a otra.
desk-password-text = Para quien ha perdido su contraseña: un enlace para elegir una nueva, una vez, en un día. Entrégalo en persona o por una vía de confianza.
desk-password-make = Crear un enlace
desk-password-link = El enlace para una contraseña nueva. Solo se muestra una vez:
error-another-stewards-password-is-renewed = La contraseña de otra persona de la administración se cambia en la terminal: potluck account password.
desk-sanctions = Actuar
desk-sanctions-text = Se avisa a la persona, con el motivo; queda en el registro. Todo se puede deshacer.
desk-what = Qué
desk-reason = Motivo
desk-do = Hacerlo
act-do-warn = Avisar: solo decírselo
act-do-disable = Excluir: no puede entrar; no se oculta nada
act-do-sensitize = Mostrar sus imágenes solo tras un clic
act-do-silence = Limitar: visible solo para quien le sigue
act-do-suspend = Suspender: se oculta todo
act-undo-disable = Permitir que entre de nuevo
act-undo-sensitize = Mostrar de nuevo sus imágenes
act-undo-silence = Quitar el límite
act-undo-suspend = Levantar la suspensión
error-choose-what-to-do = Elige qué hacer.
desk-no-deeds = Aún no se ha hecho nada.
mark-pending = espera ser aceptado
mark-disabled = excluido
mark-silenced = limitado
mark-sensitized = imágenes veladas
mark-suspended = suspendido
mark-second-factor = segundo factor
desk-no-requests = Nadie espera en la puerta.
desk-approve = Aceptar
desk-reject = Rechazar
desk-reject-text = No se guarda nada de la solicitud y el nombre queda libre.
desk-door = La puerta
desk-door-how = Cómo se entra
said-request-approved = Aceptada.
said-request-rejected = La solicitud se ha rechazado.
invitations-text = Quien tenga la dirección puede entrar, diga lo que diga la puerta.
invitations-note = ¿Para quién? Solo lo ve la administración
invitations-most = Para cuántas personas
invitations-days = Válida cuántos días
invitations-make = Crear una invitación
invitations-none = No hay invitaciones.
invitations-holds = válida
invitations-ended = terminada
invitations-address = Dirección para entregar
invitations-used = 
        Usada { $count ->
        [one] { $count } vez
       *[other] { $count } veces
    }
invitations-of = de { $count }
invitations-revoke = Retirarla
said-invitation-made = La invitación está creada. Entrega su dirección.
copy = Copiar
copied = Copiado
report-title = Denunciar a { $it }
report-of = Una denuncia sobre { $it }
report-text = La administración de la sede lo mira. La persona denunciada no sabe quién ha sido.
report-why = ¿Qué va mal?
act-category-other = Otra cosa
act-category-spam = Spam
act-category-legal = Contra la ley
act-category-violation = Contra una regla de la sede
report-rules = ¿Qué reglas?
report-comment = ¿Qué debe saber la administración?
report-forward = Avisar también a la administración de su servidor, sin nombrarme
report-send = Enviar la denuncia
said-reported = Gracias. La administración lo mirará.
reports-open = Abiertas
reports-done = Resueltas
reports-none = Ninguna denuncia.
reports-by = por { $it }, { $other }
reports-assigned = alguien se ocupa
reports-assigned-to = se ocupa @{ $it }
reports-forwarded = enviada también a su servidor
reports-context = Lo que se sabe
reports-others = { $count ->
        [one] { $count } denuncia más sobre esta cuenta.
       *[other] { $count } denuncias más sobre esta cuenta.
    }
reports-account = La cuenta
reports-act = Actuar sobre la cuenta
reports-resolve = Está resuelta
reports-reopen = Reabrirla
reports-take = Me ocupo yo
reports-leave = Dejarla a otros
domains-text = Lo que se decide aquí para un servidor vale también para todo lo que hay bajo su nombre.
act-severity-block = Bloquear: nada entra ni sale
act-severity-limit = Limitar: visible solo para quien sigue
act-severity-media = Sin multimedia: publicaciones sin imágenes
act-severity-allow = Permitir: bienvenido
domains-comment = Motivo, para todo el mundo
domains-note = Motivo, para la administración
domains-set = Poner una regla
domains-none = No hay reglas: todos los servidores son bienvenidos.
domains-host = Servidor
domains-lift = Levantar
domains-lists = Listas de bloqueo
domains-lists-text = En la forma que Mastodon escribe y lee; una lista simple de servidores, uno por línea, los bloquea todos. Lo ya decidido se sustituye donde la lista diga otra cosa.
domains-export = Descargar la lista
domains-import = Importar una lista
domains-imported = { $count ->
        [one] Se ha puesto { $count } regla.
       *[other] Se han puesto { $count } reglas.
    }
domains-wrong = Estas líneas no se han podido usar:
error-the-file-is-not-a = El archivo no es una lista de bloqueo.
error-this-is-the-chapters-own = Es el propio servidor de la sede.
health-known = { $count ->
        [one] Esta sede conoce { $count } servidor.
       *[other] Esta sede conoce { $count } servidores.
    }
health-well = Todo lo enviado ha llegado y cada servidor respondió la última vez.
act-host-idle = Responde.
act-host-sending = Se está enviando ahora.
act-host-waiting = No respondió la última vez; se vuelve a probar pronto.
act-host-down = Lleva un tiempo sin responder. Se prueba de vez en cuando; no se pierde nada durante una semana.
act-host-parked = Lleva una semana sin responder. No se guarda nada más para él hasta que dé señales.
health-waiting = { $count ->
        [one] Espera { $count } envío.
       *[other] Esperan { $count } envíos.
    }
health-oldest = El más antiguo es del { $it }.
health-last = Última respuesta: { $it }.
health-next = Próximo intento: { $it }.
health-retry = Probar ahora
health-drop = Tirar lo que espera
health-drop-sure = Lo que espera para este servidor nunca llegará.
said-host-retried = Se va a probar ahora.
said-host-dropped = Lo que esperaba se ha tirado.
announcements-text = Lo que la sede dice a todo el mundo: en la página de inicio y en las aplicaciones de los miembros.
announcements-day = ¿De qué día se trata? Vacío: de ninguno
announcements-day-help = Figura entre las próximas fechas de la página de inicio, hasta que acabe ese día.
announcements-until = ¿Hasta qué día? Vacío: hasta que se retire
announcements-send = Anunciar
announcements-none = No hay nada anunciado.
announcements-over = terminado
said-announced = Anunciado.
emojis-text = Imágenes de la sede para una palabra entre dos puntos, aquí y donde se lea.
emojis-name = Nombre
emojis-category = Categoría (opcional)
emojis-picture = Imagen (PNG, GIF o WebP, 256 kB como máximo)
emojis-add = Añadir
emojis-none = La sede no tiene emojis propios.
chapter-note = Quiénes somos
chapter-note-help = Figura en la página de inicio, en el perfil de la sede y en las aplicaciones.
chapter-accent = Color
chapter-accent-help = Donde se leería mal, se oscurece o aclara.
chapter-avatar = Imagen de la sede
chapter-rules-text = Lo que pedís a todo el mundo. Se muestran al entrar y se pueden citar en las denuncias.
chapter-rule = Regla
chapter-rule-hint = Más detalles (opcional)
chapter-rule-add = Añadir la regla
chapter-fixed = Fijado al fundar
error-a-colour-looks-like-9a3412 = Un color tiene la forma #9a3412.
storage-free = Espacio libre
storage-database = Base de datos
storage-media = Imágenes y vídeos
storage-backups = Copias de seguridad
storage-used = Se usa el { $count } % del disco.
storage-left = Quedan { $it }.
storage-short = El disco está casi lleno. Haz sitio pronto o no se podrá publicar nada.
storage-bucket = en el cubo { $it }
storage-cache = 
        Las imágenes de otros servidores se guardan { $count ->
        [one] { $count } día
       *[other] { $count } días
    }.
storage-backups-text = Una copia lo contiene todo: base de datos, imágenes, claves. Se hace con el nodo en marcha. Guarda una en otra máquina.
storage-no-backups = No se ha hecho ninguna copia desde aquí.
storage-file = Archivo
storage-when = Cuándo
storage-size = Tamaño
storage-back-up = Hacer una copia ahora
storage-restore = En una máquina nueva:
said-backup-begun = La copia se está haciendo. Aparecerá en la lista cuando esté completa.
said-backup-removed = La copia se ha borrado.
jobs-text = Lo que el nodo hace solo y lo que está planeado.
jobs-none = No hay nada planeado.
jobs-kind = Tipo
jobs-planned = Planeado
jobs-due = Pendiente
jobs-failing = Ya ha fallado
jobs-arrived = Lo que ha llegado en los últimos 30 días
jobs-waiting = { $count ->
        [one] { $count } llegada espera su efecto.
       *[other] { $count } llegadas esperan su efecto.
    }
jobs-count = Número
jobs-ignored = Sin efecto
act-job-look-whether-gone = ¿Ha desaparecido una cuenta?
act-job-backfill = Traer el resto de una conversación
act-job-close-poll = Cerrar una encuesta
act-job-tell-poll = Contar cómo va una encuesta
act-job-check-quote = ¿Se permitía una cita?
act-job-process-media = Preparar un vídeo
act-job-verify-links = ¿Enlazan de vuelta las páginas?
act-job-post-scheduled = Publicar lo planeado
act-job-push = Despertar una aplicación
act-job-fetch-card = Mirar un enlace
act-job-import = Importar un archivo
act-job-archive = Crear un archivo
act-job-letter = Enviar una carta
log-text = Lo que ha hecho la administración, con sus motivos. Nunca se quita nada.
log-who = Quién
log-terminal = la terminal
act-log-approve = aceptado
act-log-reject = rechazado
act-log-warn = avisado
act-log-disable = excluido
act-log-enable = readmitido
act-log-sensitize = imágenes veladas
act-log-unsensitize = imágenes mostradas de nuevo
act-log-silence = limitado
act-log-unsilence = límite levantado
act-log-suspend = suspendido
act-log-unsuspend = suspensión levantada
act-log-delete-account = cuenta borrada
act-log-role = papel
act-log-password = contraseña
act-log-invite = invitado
act-log-revoke-invitation = invitación retirada
act-log-registrations = la puerta
act-log-set-domain-rule = regla para un servidor
act-log-lift-domain-rule = regla levantada
act-log-resolve-report = denuncia resuelta
act-log-reopen-report = denuncia reabierta
act-log-announce = anunciado
act-log-take-back-announcement = anuncio retirado
act-log-add-rule = regla de la sede
act-log-remove-rule = regla retirada
act-log-close-conversation = conversación cerrada
act-log-open-conversation = conversación abierta
act-log-add-emoji = emoji añadido
act-log-remove-emoji = emoji quitado
act-log-chapter-settings = ajustes de la sede
design-lead = Cada componente, una vez, para que las páginas se parezcan y una nueva se haga con lo que hay.
design-type = Tipografía
design-buttons = Botones
design-tags = Etiquetas
design-messages = Mensajes
design-forms = Formularios
design-tabs = Pestañas
design-cards = Tarjetas y menús
design-tables = Tablas
design-charts = Gráficos
design-language = Fechas y números

## Passkeys
passkeys = Claves de acceso
passkeys-text = Una clave en tu teléfono u ordenador, que se abre con un dedo, la cara o un código. Sustituye a la contraseña y al segundo factor.
passkeys-script = Las claves de acceso necesitan scripts en el navegador.
passkey-name = Nombre de este aparato
passkey-add = Añadir una clave de acceso
passkey-log-in = Entrar con una clave de acceso
passkey-failed = No ha funcionado. Inténtalo de nuevo o entra con la contraseña.
said-passkey-added = La clave de acceso se ha añadido.
said-passkey-removed = La clave de acceso se ha quitado.
error-this-passkey-could-not-be = Esta clave de acceso no se ha podido usar. Inténtalo de nuevo o entra con la contraseña.

## Whose address it is
mail-confirm-subject = ¿Es tu dirección? { $it }
mail-confirm-text = Alguien, probablemente tú, se ha registrado como @{ $it } con esta dirección. Confírmala en una semana:
mail-confirm-not-you = Si no has sido tú, no hagas nada: nadie puede usar la cuenta.
mail-confirm-button = Es mi dirección
mail-change-text = @{ $it } quiere tener esta dirección desde ahora. Confírmala en un día:
mail-change-not-you = Si no eres tú, no hagas nada: nada cambia.
mail-changing-subject = Otra dirección para tu cuenta: { $it }
mail-changing-text = Alguien que conoce tu contraseña, probablemente tú, quiere que tu cuenta tenga la dirección { $it }. Cambia en cuanto se confirme allí.
mail-changing-not-you = Si no has sido tú, cambia ya tu contraseña.
mail-changing-button = Cambiar mi contraseña
confirm-title = Confirmar tu dirección
confirm-text = La cuenta @{ $it } se ha creado con esta dirección.
confirm-change = La cuenta @{ $it } tendrá desde ahora la dirección { $other }.
said-confirmed = Tu correo está confirmado. Entra.
said-joined-confirm = Te hemos enviado una carta. Sigue su enlace y luego podrás entrar.
error-your-login-is-missing-a = Confirma antes tu correo: sigue el enlace de la carta que enviamos. Si se ha perdido, pide una contraseña nueva, que también confirma la dirección.
error-your-login-is-currently-disabled = La administración ha excluido esta cuenta. Escríbele para saber por qué.
error-your-login-is-currently-pending = La administración aún no te ha aceptado.
error-this-account-is-suspended-the = Esta cuenta está suspendida. La administración de la sede puede decirte por qué.
error-only-the-chapters-stewards-can = Solo la administración de la sede puede hacerlo.
mark-unconfirmed = correo sin confirmar

## Decisions
nav-decisions = Decisiones
decisions-title = Decisiones
decisions-lead = Lo que esta sede está decidiendo, lo que ha decidido y cómo participar.
decisions-open = Abiertas
decisions-waiting = Esperan mi respuesta
decisions-decided = Decididas
decisions-drafts = Mis borradores
decisions-search = Palabras del título
decisions-any-topic = Cualquier tema
decisions-none-open = Ahora mismo no se decide nada.
decisions-none-waiting = Nada espera su respuesta.
decisions-none-decided = Aquí aún no se ha decidido nada.
decisions-none-drafts = No tiene borradores.
decisions-your-turn = Falta su respuesta.
decisions-files = Todas las decisiones en un archivo:
home-decisions = Decisiones abiertas
home-decisions-all = Todas las decisiones
proposal-new = Proponer algo
proposal-until = Hasta { $it }
proposal-topic = Tema
proposal-state-draft = Borrador
proposal-state-discarded = Descartada
proposal-state-clarify = Abierta a preguntas
proposal-state-consent = Se pide consentimiento
proposal-state-testing = Se examina una objeción
proposal-state-integration = Se integra una objeción
proposal-state-voting = Votación
proposal-state-adopted = Adoptada
proposal-state-rejected = Rechazada
proposal-state-no-quorum = Votaron muy pocas personas
proposal-state-lapsed = Caducada
proposal-state-withdrawn = Retirada
proposal-state-cancelled = Anulada
proposal-state-open = Abierta a apoyos
proposal-state-effective = Efectiva
proposal-state-final = Definitiva
proposal-state-seeking = Se pide consejo
proposal-state-deciding = Se está decidiendo
proposal-state-decided = Decidida
proposal-state-dropped = Abandonada
process-consent = Consentimiento
process-consent-help = Para lo estratégico o lo que afecta al presupuesto o a la marca. Se adopta salvo que una objeción se sostenga.
process-three-connectors = Regla de los 3 Connectors
process-three-connectors-help = Para el día a día, sin presupuesto ni marca. Tres Connectors están de acuerdo y puede hacerse.
process-advice = Consejo
process-advice-help = Usted decide, tras preguntar a quienes se ven afectados y a quienes saben.
process-autonomy = Un equipo decide por sí mismo
process-autonomy-help = Un grupo o proyecto ha decidido; la sede lo lee aquí.
process-vote = Votación, como último recurso
process-agreements = Acuerdos
process-connectors = Llegar a ser Connector
proposal-now = Cómo está
proposal-now-draft = Solo usted ve esto. Publíquelo cuando quiera oír a los demás.
proposal-now-discarded = Este borrador se descartó.
proposal-now-clarify = Haga preguntas y diga lo que piensa más abajo. Después se pedirá el consentimiento.
proposal-now-consent = Se adoptará al acabar el plazo, salvo que alguien de la lista tenga una objeción que se sostenga.
proposal-now-testing = La ventana ha terminado. Aún se puede cuestionar una objeción.
proposal-now-integration = Una objeción se sostiene. Quien propone busca un texto que la atienda; después se vuelve a pedir consentimiento.
proposal-now-voting = El consentimiento ha fallado. La lista vota; gana lo que tiene mayoría y supera dejar las cosas como están.
proposal-now-adopted = La sede ha decidido: esto vale.
proposal-now-rejected = La votación no la aprobó. Todo sigue igual.
proposal-now-no-quorum = Votaron muy pocas personas. Todo sigue igual.
proposal-now-lapsed = Nadie la continuó a tiempo. Puede proponerse de nuevo.
proposal-now-withdrawn = Quien la propuso la ha retirado.
proposal-now-cancelled = La facilitación y otros dos Connectors la terminaron por abuso.
proposal-now-open = Cuando tres Connectors la apoyen, puede hacerse. Si no, caduca.
proposal-now-effective = Puede hacerse. Hasta que acabe el plazo, cualquier Connector puede reclamarla para que la sede decida por consentimiento.
proposal-now-final = Tres Connectors estuvieron de acuerdo y nadie la reclamó.
proposal-now-seeking = Se pide consejo a las personas de abajo. Después decide quien propone.
proposal-now-deciding = El consejo está dado. Quien propone decide ahora y responde a cada uno.
proposal-now-decided = Está decidido.
proposal-now-dropped = No se hace.
proposal-call-from = Se puede pedir consentimiento a partir de { $it }.
proposal-if-silent = Si no hace nada, la apoya.
proposal-you-said = Su respuesta: { $it }. Puede cambiarla hasta el final.
proposal-not-on-roll = No está en la lista de esta propuesta. Puede comentar más abajo.
proposal-voted = Ha votado. Puede cambiar su voto hasta el final.
proposal-if-no-ballot = Si no vota, su voz va a quien la delegó, o no se cuenta.
proposal-log-in = Entre para participar
proposal-outcome = Qué resultó
proposal-celebrate = ¡Enhorabuena a todo el mundo!
proposal-why = Por qué
proposal-why-help = Qué ocurre, quién necesita qué y qué pasa si no se hace nada.
proposal-what = Qué se propone
proposal-what-help = Markdown: **negrita**, listas con -, enlaces [texto](dirección).
proposal-author = Propuesta por
proposal-facilitator = Facilita
proposal-responsible = Lo lleva a cabo
proposal-review = Se revisa el
proposal-budget = Presupuesto
proposal-budget-help = Lo que cuesta; déjelo vacío si no cuesta nada.
proposal-brand = Afecta a la marca
proposal-brand-help = Afecta a cómo se ve la sede: nombre, imagen, promesas
proposal-version = Versión
proposal-versions = Qué ha cambiado
proposal-round = Ronda
proposal-team = Grupo o proyecto
proposal-team-help = Solo si un grupo o proyecto decide por sí mismo: entonces deciden quienes pertenecen a él.
proposal-title = Título
proposal-process = ¿Cómo se decide?
proposal-write-new = Proponer algo
proposal-write-draft = Editar el borrador
proposal-write-amend = Enmendar la propuesta
proposal-write-compete = Proponer otro texto para la votación
proposal-save-new = Guardar como borrador
proposal-save-draft = Guardar
proposal-save-amend = Publicar la nueva versión
proposal-save-compete = Añadir a la votación
proposal-draft-help = Nadie más que usted ve un borrador.
proposal-answers = Respuestas
proposal-who-said = Quién ha dicho qué
proposal-more = Más
proposal-life = Su recorrido
proposal-talk = Debate
proposal-talk-none = Nadie ha dicho nada aún. Empiece.
proposal-talk-version = Con la versión { $it }
yes = Sí
cancel = Cancelar
do-consent = Me parece aceptable
do-abstain = Abstenerme
do-object = Tengo una objeción
do-publish = Publicar
do-call = Pedir consentimiento
do-edit = Editar
do-amend = Enmendar
do-endorse = Apoyar
do-unendorse = Retirar mi apoyo
do-escalate = Pedir una votación
do-compete = Añadir otro texto
do-vote = Votar
do-discard = Descartar
do-call-in = Reclamarla
do-call-in-help = ¿Por qué debería decidirlo la sede en conjunto?
do-advise = Dar consejo
do-advise-help = ¿Qué conviene tener en cuenta?
do-take-back = Retirar mi objeción
do-dispute = Esto no es una objeción
do-dispute-help = ¿Por qué no se sigue nada dañino para la sede?
do-undispute = Sí lo es, después de todo
do-facilitate = Facilitar
do-facilitate-help = Quien facilita cuida de cómo se decide, y ni la escribió ni la objeta.
do-withdraw = Retirar
do-withdraw-help = ¿Por qué la deja?
do-cancel = Terminarla por abuso
do-cancel-help = ¿En qué abusa del proceso? Termina cuando la facilitación y otros dos Connectors lo dicen.
stance-consent = Consentimiento
stance-abstain = Abstención
stance-object = Objeción
stance-silent = Silencio, es decir, apoyo
sense-title = ¿Qué sensación da?
sense-help = Una mirada rápida; no obliga a nadie.
sense-good = Bien
sense-unsure = Con dudas
sense-worried = Con preocupación
objections-title = Objeciones
objection-raised = Planteada
objection-qualified = Se sostiene
objection-concern = Anotada como preocupación
objection-resolved = Atendida
objection-withdrawn = Retirada
objection-carried = Llevada a la votación
objection-to-version = a la versión { $it }
objection-until = Puede cuestionarse hasta { $it }.
objection-disputed-by = La cuestiona
objection-write = Plantear una objeción
objection-what-is = ¿Qué es una objeción?
objection-what-is-text = Una razón por la que este texto dañaría a la sede, o una forma clara de mejorarlo. Es un regalo: muestra lo que nadie ha visto.
objection-is-1 = Nombra una consecuencia: «entonces no podríamos pagar el alquiler en otoño».
objection-is-2 = O una mejora: «con dos llaves nadie se queda fuera».
objection-is-not-1 = «Yo lo habría hecho de otra manera» no es una objeción: ¿es suficiente por ahora?
objection-is-not-2 = Una pregunta o una inquietud merece un comentario.
objection-then = Si otras tres personas creen que no lo es, queda como preocupación. Si no, hay que encontrar un texto que la atienda.
objection-reason = Su razón
objection-least = Al menos { $count } letras. Todo el mundo puede leerla.
objection-go-on = Continuar
objection-sure = Esta es su objeción. Detiene la propuesta hasta que se atienda, se retire o la cuestionen tres personas. ¿La plantea?
objection-raise = Plantear la objeción
amend-answer = Diga en cada una cómo la atiende el nuevo texto.
amend-how = ¿Cómo se atiende?
amend-note = En palabras
how-resolves = El nuevo texto la resuelve.
how-monitors = Se observa hasta la revisión.
how-delegates = Alguien se encarga.
how-defers = Se tratará en otra propuesta.
vote-title = La votación
vote-help = Dé una nota a cada texto. Por encima de cero lo aprueba; por debajo prefiere dejar las cosas como están.
vote-grade = Su nota
vote-3 = +3 – muy bien
vote-2 = +2 – bien
vote-1 = +1 – aceptable
vote-0 = 0 – igual que dejarlo
vote-minus-1 = −1 – mejor no
vote-minus-2 = −2 – mal
vote-minus-3 = −3 – muy mal
vote-text = Leer el texto
vote-wins = Elegido
vote-for = A favor:
vote-against = En contra:
vote-public = Los votos son públicos en la sede.
tally-turnout = Participaron { $it } de { $other } voces.
tally-lost = { $count ->
        [one] { $count } voz no llegó a nadie.
       *[other] { $count } voces no llegaron a nadie.
    }
tally-flow = Cómo se entregaron las voces
tally-flow-table = Lo mismo como tabla
endorsed-title = Apoyada por
advice-ask = Pedir consejo
advice-affected-people = ¿A quién afecta?
advice-experts = ¿Quién conoce el tema?
advice-title = Consejos
advice-affected = afectada
advice-expert = conoce el tema
advice-none-yet = Sin consejo todavía.
advice-answer = ¿Lo ha seguido?
advice-followed = Seguido
advice-partly = En parte
advice-not = No seguido
advice-because = Porque
advice-decision = La decisión
advice-goes-ahead = Se hace
advice-drop = Se abandona
advice-decide = Decidir
statement-write = Decir qué resultó
statement-help = En palabras sencillas: ¿qué se ha decidido y qué ocurre ahora?
statement-send = Publicar
write-people-help = Nombres como @ada, separados por comas.
record-text = No confíe en nadie:
record-link = el acta firmada, para recontar con potluck verify
event-published = Publicada
event-discarded = Descartada
event-amended = Versión { $it }
event-opened = Se pide consentimiento, ronda { $it }
event-extended = Prolongada una vez: pocas respuestas
event-objected = Se planteó una objeción
event-qualified = Una objeción se sostiene
event-concern = Una objeción quedó como preocupación
event-taken-back = Se retiró una objeción
event-testing = Ventana terminada; se examina una objeción
event-integration = El texto debe atender la objeción
event-voting = Empezó una votación
event-adopted = Adoptada
event-rejected = Rechazada
event-no-quorum = Votaron muy pocas personas
event-lapsed = Caducada
event-withdrawn = Retirada
event-cancelled = Terminada por abuso
event-effective = Tres Connectors están de acuerdo
event-called-in = Reclamada: decide la sede
event-seeking = Se pide consejo
event-deciding = El consejo está dado
event-dropped = Abandonada
agreements-title = Acuerdos
agreements-lead = Lo que esta sede ha acordado y cuándo se revisa.
agreements-holding = En vigor
agreements-ended = Terminados
agreements-none = Aún no hay nada aquí.
agreement-in-force = En vigor
agreement-review-due = Por revisar
agreement-changing = A punto de cambiar
agreement-superseded = Sustituido
agreement-retired = Retirado
agreement-since = Desde { $it }
agreement-ended-on = terminó el { $it }
agreement-review-on = se revisa el { $it }
agreement-will-renew = Se renovará el { $it }, salvo objeción de un Connector.
agreement-will-retire = Terminará el { $it }, salvo objeción de un Connector.
agreement-change = Renovar, sustituir o terminar
agreement-renew = Renovar hasta entonces
agreement-retire = Terminarlo
agreement-replace = Proponer otra cosa en su lugar
agreement-lazy-help = Ocurre por sí solo al cabo de un tiempo, salvo objeción de un Connector.
delegations-title = Delegaciones
delegations-lead = Quién habla por quién en una votación. Su propio voto siempre prevalece.
delegations-none = Cada persona habla por sí misma.
delegation-who = ¿Quién hablará por usted?
delegation-nobody = Nadie
delegation-for = Para
delegation-body = toda la sede
delegation-topic = un tema
delegation-proposal = una propuesta
delegation-network = todo lo que vota la red
delegation-network-topic = un tema, en la red
delegation-elsewhere = En otras sedes (para votaciones de la red)
delegation-subject = ¿Qué tema o propuesta?
delegation-subject-help = El nombre del tema o el número en la dirección de la propuesta. Vacío para toda la sede o toda la red.
delegation-give = Entregar mi voz
delegation-help = Cuenta la más concreta. «Nadie» suspende una más amplia. Termina sola al cabo de un año.
delegation-from = Quién
delegation-to = Entrega su voz a
delegation-weight = Peso
delegation-expires = Hasta
delegation-take-back = Recuperar
laws-title = Reglas en vigor
laws-lead = Esta página se hace con los mismos valores con los que se decide.
laws-data = Lo mismo como datos:
laws-consent = Una propuesta se adopta salvo que una objeción se sostenga. El silencio es apoyo.
laws-vote = Cuando falla el consentimiento, vota la misma lista. Dejar las cosas como están es siempre una opción.
laws-three-connectors = Para el día a día que no afecta ni al presupuesto ni a la marca.
laws-advice = Una persona decide tras preguntar a otras. Los consejos no bloquean.
laws-agreements = Lo decidido vale hasta que se cambie.
laws-connectors = Un Connector representa a la comunidad y decide; cada uno tiene un voto.
law-clarify = Un texto queda abierto { $it } antes de pedir consentimiento.
law-window = La ventana para responder es de { $it }.
law-reason = Una objeción tiene una razón de al menos { $it } letras.
law-disputes = { $it } personas que la cuestionan hacen de una objeción una preocupación.
law-dispute-window = Puede cuestionarse durante { $it }.
law-integration = Se busca un texto que la atienda durante { $it }.
law-rounds = Hay { $it } rondas como máximo.
law-floor = Hacen falta { $it } personas que digan que consienten; quien calla apoya.
law-reminder = A quien no ha respondido se le recuerda { $it } antes del final.
law-vote-window = Una votación dura { $it }.
law-quorum = Debe participar { $it } de las voces.
law-majority = La mayoría es { $it } de las voces a favor y en contra.
law-over-objection = Hace falta { $it } para pasar por encima de una objeción que se sostiene.
law-options = Es entre { $it } textos como mucho.
law-delegations = Una delegación termina tras { $it }.
law-super-delegate = Se señala a quien habla por más de { $it } de las voces.
law-endorsements = { $it } Connectors deben estar de acuerdo, incluido quien propone.
law-call-in = Puede reclamarse durante { $it }.
law-lapses = Caduca tras { $it } sin ellos.
law-advice = Se espera el consejo { $it } como máximo.
law-review = Un acuerdo se revisa tras { $it }, salvo que diga otra cosa.
law-lazy = Renovarlo o terminarlo lleva { $it } sin objeción.
law-sponsors = { $it } Connectors apadrinan a quien quiere serlo.
law-take-off = Antes participa durante { $it }.
law-admission = Después la sede tiene { $it } para objetar.
law-valid = Vale por { $it }.
law-grace = Hay { $it } más para decir que se sigue.
law-dormant = Quien no lo ha dicho tiene { $it } para volver.
law-return = Los alumni necesitan a { $it } de ellos para volver.
law-members-propose = Proponen los miembros activos y los Connectors.
law-connectors-propose = Proponen los Connectors.
share-more = más de { $it }
share-least = al menos { $it }
share-of = de
span-days = { $count ->
        [one] { $count } día
       *[other] { $count } días
    }
span-hours = { $count ->
        [one] { $count } hora
       *[other] { $count } horas
    }
said-decision-noted = Queda anotado.
said-objection-raised = Su objeción queda planteada.
said-voted = Su voto cuenta. Puede cambiarlo hasta el final.
said-draft-kept = Su borrador está guardado. Reléalo y publíquelo.
said-proposal-saved = El nuevo texto está listo.
said-delegated = Su voz se entrega como ha dicho.
notice-decision-waiting = Una propuesta le espera
notice-decision-reminder = Una propuesta espera su respuesta hasta mañana
notice-decision-outcome = La sede ha decidido
notice-decision-review = Un acuerdo está por revisar
act-job-decision = Cerrar una ventana de una propuesta
act-job-agreement = Revisar un acuerdo
attachments-title = Archivos adjuntos
attachment-add = Adjuntar un archivo
attachment-help = Un presupuesto, un plan, un contrato: hasta diez archivos de 10 MB. Quien ve la propuesta puede descargarlos.
attachment-send = Adjuntar
attachment-remove = Quitar
attachment-remove-named = Quitar { $it }
stance-concern = Abstención, con una reserva
advisory-title = Lo que piensa todo el mundo
advisory-help = Consultivo, no vinculante: puede responder cualquiera, aquí o en otro servidor, y nada de ello cuenta en la decisión.
advisory-ask = Preguntar a todo el mundo
advisory-options = Respuestas para elegir, una por línea
advisory-options-help = De dos a cuatro, de 50 caracteres como máximo. Si no hay ninguna: ¿estarías de acuerdo?
advisory-open = Responder o compartir
advisory-over = La encuesta ha terminado
advisory-voters = { $count ->
    [one] Ha respondido { $count } persona.
   *[other] Han respondido { $count } personas.
}
advisory-post = Consultivo, no vinculante. ¿Qué piensas?
advisory-for = Estaría de acuerdo
advisory-unsure = No estoy seguro
advisory-against = Tengo reservas
said-everybody-asked = Se ha preguntado a todo el mundo.

## What can go wrong with decisions
error-this-proposal-is-past-that = Esta propuesta ya pasó por ahí, o aún no ha llegado. Mire cómo está ahora.
error-this-proposal-is-decided-in = Esta propuesta se decide de otra manera, sin ese paso.
error-only-its-author-can-do = Solo quien la propuso puede hacerlo.
error-this-proposal-is-your-own = Esta propuesta es suya. Enmiéndela o retírela.
error-only-connectors-can-do-this = Solo los Connectors pueden hacerlo.
error-only-those-on-the-roll = Solo quienes están en la lista de esta propuesta deciden.
error-only-the-author-or-the = Solo quien propone o quien facilita puede hacerlo.
error-somebody-facilitates-this-proposal-already = Alguien ya facilita esta propuesta.
error-who-objects-cannot-facilitate = Quien objeta no puede facilitar.
error-it-is-too-early-for = Es demasiado pronto.
error-you-have-an-open-objection = Tiene una objeción abierta. Retírela antes de plantear otra.
error-every-objection-that-stands-has = Cada objeción que se sostiene debe tener respuesta: diga cómo la atiende el nuevo texto.
error-all-rounds-are-spent-call = Se agotaron las rondas. Pida una votación o retírela.
error-what-touches-budget-or-brand = Lo que afecta al presupuesto o a la marca se decide por consentimiento.
error-ask-at-least-one-person = Pregunte al menos a una persona afectada y a una que conozca el tema.
error-every-piece-of-advice-needs = Cada consejo necesita respuesta: seguido, en parte o no, y por qué.
error-a-proposal-has-a-title = Una propuesta tiene un título de 1 a 200 caracteres.
error-name-the-group-or-project = Nombre el grupo o proyecto que decide por sí mismo.
error-one-of-these-people-is = Una de estas personas no se conoce aquí. Escriba los nombres como @ada.
error-the-review-is-a-date = La revisión es una fecha como 2027-05-01.
error-the-review-lies-in-the = La revisión está en el futuro y antes de diez años.
error-the-text-is-the-same = El texto es el mismo que antes.
error-only-a-connector-can-speak = Solo un Connector puede hablar por otro.
error-only-connectors-have-a-vote = Solo los Connectors tienen un voto que entregar.
error-your-own-voice-is-yours = Su voz ya es suya.
error-this-agreement-does-not-wait = Este acuerdo no espera eso.
error-only-those-responsible-for-this = Solo quienes son responsables de este acuerdo pueden hacerlo.
error-the-next-review-lies-in = La próxima revisión está en el futuro.
error-a-reason-of-20-letters = Hace falta una razón de al menos 20 letras: qué se seguiría para la sede o qué sería mejor.
vote-nothing = Dejar las cosas como están
letter-reason = ¿Cuál es su objeción a «{ $it }»? Responda a este mensaje con una razón de al menos { $count } letras: qué se seguiría para la sede o qué sería mejor. Hasta entonces se abstiene.
delegation-super = { $count ->
        [one] habla por { $count } voz si votan todas las personas que conservan la suya
       *[other] habla por { $count } voces si votan todas las personas que conservan la suya
    }
laws-change = Proponer otras reglas
laws-change-help = Cambie lo que deba ser distinto y diga por qué. Se convierte en una propuesta que se decide por consentimiento; una votación requiere dos tercios. Lo ya empezado sigue con las reglas de hoy.
laws-until-now = hasta ahora: { $it }
unit-days = días
unit-hours = horas
error-these-are-the-bylaws-already = Ya son estas las reglas: cambie algo.
error-every-value-is-a-whole = Cada valor es un número entero.
error-a-window-for-consent-is = Una ventana dura al menos 72 horas.
act-mail-decision = Cuando una propuesta me espera y cuando la sede ha decidido
error-send-the-file-as-file = Elige un archivo.
error-this-file-is-empty = Este archivo está vacío.
error-ten-files-at-most-hang = Diez archivos como máximo por propuesta. Quita uno primero.
error-only-those-who-belong-to = Solo quienes pertenecen a este grupo o proyecto pueden hacerlo.
error-there-is-no-group-or = No hay ningún grupo o proyecto con este nombre. Empiézalo primero o deja el campo vacío.
error-there-is-a-group-or = Ya hay un grupo o proyecto con este nombre.
error-a-group-or-project-has = Un grupo o proyecto tiene un nombre de 1 a 100 caracteres.
error-this-group-or-project-has = Este grupo o proyecto ha terminado.
error-bylaws-and-seats-are-the = Los estatutos y los puestos son asunto de toda la sede. Deja vacío el grupo o proyecto.
error-everybody-has-been-asked-about = Ya se ha preguntado a todo el mundo sobre esto.
error-an-advisory-poll-has-2 = Una encuesta consultiva tiene de 2 a 4 opciones de 50 caracteres como máximo.

## Connectors and those who want to be
connectors-lead = Los Connectors representan a { $it } y deciden por él: un Connector, un voto.
connectors-none = Nadie es Connector todavía.
connectors-topic = connectors
seat-mine = Su puesto
seat-mine-until = Es suyo hasta el { $it }.
seat-mine-dormant = Su año terminó el { $it } y no ha dicho que se queda. Hasta entonces no tiene voto.
seat-stay = Quedarme un año más
seat-resign = Devolver mi puesto
seat-resign-help = Será alumni. Con un padrino y el consentimiento de la sede podrá volver.
seat-since = Desde
seat-until = Hasta
seat-decision = decisión
seat-genesis = Connector de la fundación
seat-revoke = Proponer el fin de este puesto
seat-revoke-note = Si se adopta, @{ $it } dejará de ser Connector. Diga por qué y qué ocurrió antes.
proposal-seat = Puesto
seat-letter-ask = Su año como Connector termina el { $it }. ¿Se queda un año más? Dígalo aquí:
seat-letter-grace = Su año como Connector terminó el { $it }. Quedan unos días para decir que se queda:
seat-letter-dormant = Su año como Connector terminó el { $it } y no ha dicho que se queda. Su voto y sus delegaciones descansan hasta que lo diga:
seat-letter-alumni = Su año como Connector terminó el { $it }. Ahora es alumni; con un padrino puede volver:
candidacies-title = En camino
candidacies-none = Nadie está en camino de ser Connector.
candidacy-take-off = despegue
candidacy-asking = se pregunta a la sede
candidacy-admitted = admitido
candidacy-declined = rechazado
candidacy-withdrawn = retirado
candidacy-returning = de vuelta
candidacy-until = Se preguntará a la sede el { $it }, si para entonces hay avales suficientes.
candidacy-decision = A la decisión
candidacy-sponsors = Padrinos y madrinas
candidacy-not-yet = Todavía no ha avalado.
candidacy-endorse = Avalar
candidacy-endorse-help = Lo que diga se firma con su clave y toda la sede lo lee cuando se pide su consentimiento.
candidacy-results = Resultados: ¿qué ha hecho por la sede?
candidacy-intent = Intención: ¿qué quiere hacer en los próximos seis meses?
candidacy-fit = Encaje: ¿por qué encaja?
candidacy-another = Otro padrino
candidacy-another-do = Pedir
candidacy-withdraw = Renunciar
candidacy-proposal = Dar la bienvenida a { $it } como Connector
candidacy-endorsed-by = { $it } avala
candidacy-letter-sponsor = { $it } quiere ser Connector y le nombra como padrino. En los próximos meses conozca lo que hace; después avale aquí, o hable con esa persona:
become-title = Ser Connector
become-step-sponsors = 
        Un miembro activo lo desea y nombra a { $count ->
        [one] { $count } Connector
       *[other] { $count } Connectors
    } como padrinos.
become-step-take-off = 
        Durante { $count ->
        [one] { $count } día
       *[other] { $count } días
    } participa en lo que hacen los Connectors: el despegue.
become-step-endorse = Cada padrino avala en tres criterios: resultados, intención y encaje.
become-step-consent = 
        Se pide el consentimiento de la sede; cada Connector tiene { $count ->
        [one] { $count } día
       *[other] { $count } días
    } para objetar.
become-step-year = 
        El puesto se da por { $count ->
        [one] { $count } día
       *[other] { $count } días
    }; quien quiere se queda otro año.
become-do = Quiero ser Connector
become-why = ¿Por qué quiere serlo?
become-why-help = ¿Qué ha hecho en la sede y qué quiere hacer después?
become-who = 
        Elija al menos { $count ->
        [one] { $count } Connector
       *[other] { $count } Connectors
    } que le apadrinen
become-returning = Ya fue Connector: el camino de vuelta es corto, sin despegue.
become-help = Quienes nombre reciben una carta. Nadie más decide nada todavía.
said-seat-kept = Gracias: su puesto es suyo un año más.
said-seat-resigned = Ha devuelto su puesto. Gracias por todo lo que hizo.
said-candidacy-declared = Está en camino. Sus padrinos ya lo saben.
said-candidacy-endorsed = Su aval está firmado.
act-job-candidacy = Preguntar a la sede por una candidatura
act-job-seat = Mirar el fin de un año de Connector
error-this-candidacy-is-past-that = Esta candidatura ya pasó de ahí, o aún no ha llegado.
error-you-are-a-connector-already = Ya es Connector.
error-active-members-can-become-connectors = Los miembros activos pueden ser Connectors. Participe primero un tiempo.
error-only-those-who-were-named = Solo pueden avalar quienes fueron nombrados padrinos.
error-say-something-about-each-results = Diga algo de cada uno: resultados, intención y encaje.
error-your-year-has-not-come = Su año aún no ha terminado.
error-you-hold-no-seat-as = No tiene puesto de Connector.
error-your-seat-has-ended-with = Su puesto terminó. Con un padrino puede volver.
error-this-chapter-has-connectors-enough = Esta sede tiene suficientes Connectors: ellos admiten a otros, como dicen los estatutos.
error-say-why-in-1-to = Diga por qué, en 1 a 5.000 caracteres.
error-you-are-on-the-way = Ya está en camino.
act-job-attestation = Comprobar lo que otra sede dice de su Connector

## What was decided before this node
history-title = Decidido antes
history-lead = Lo que la sede habló y decidió antes de tener este lugar, traído para leerse.
history-empty = No se ha traído nada. Un administrador puede traer un grupo de Loomio: potluck import loomio FILE.
history-none = No se encontró nada así.
history-note = Esto viene de { $it }, con las fechas y los nombres de entonces. Se puede leer; no cuenta en ninguna parte.
history-open = abierto cuando se trajo
history-option = Opción
history-voters = Votantes
history-score = Puntos
history-anonymous = alguien
history-comments = Lo que se dijo
seat-since-day = desde el { $it }
seat-until-day = hasta el { $it }
proposal-recount = Cualquiera puede recontar:

## Groups and projects
teams-title = Grupos y proyectos
teams-lead = Deciden por sí mismos lo que no afecta ni al presupuesto ni a la marca, con las mismas herramientas que la sede, y todo el mundo lo lee.
teams-none = Todavía no hay ninguno. Quien quiera hacer algo con otras personas empieza uno.
team-group = Grupo
team-project = Proyecto
team-kind = Qué es
team-closed = Terminado
team-people = { $count ->
    [one] { $count } persona
   *[other] { $count } personas
}
team-begin = Empezar un grupo o proyecto
team-name = Nombre
team-purpose = Para qué es
team-members = Quién forma parte
team-nobody = Ya nadie forma parte.
team-bring = Incorporar a alguien
team-bring-do = Incorporar
team-propose = Proponer algo aquí
team-decisions = Decisiones
team-decisions-none = Aquí todavía no se ha propuesto nada.
team-leave = Salir
team-leave-help = Lo que ya está abierto lo sigues decidiendo con los demás.
team-end = Terminarlo
team-end-help = Aquí ya no se decide nada más; lo decidido permanece.
said-team-begun = Ha empezado. Incorpora a quienes forman parte.
said-team-joined = Ahora forma parte.
said-team-left = Has salido.
said-team-ended = Ha terminado.

## The network of chapters

network-title = La red
network-lead = Sedes que deciden juntas, cada una en su propio nodo. Nadie está por encima: cada sede guarda la lista, sigue el registro y recuenta el resultado.
network-none = Esta sede todavía no pertenece a ninguna red.
network-steward = Su responsable puede fundar una con otras sedes, o pedir entrar en una.
network-is-invited = { $it } invita a esta sede a fundar esta red.
network-is-agreed = Esta sede ha firmado. La red existirá cuando todas lo hayan hecho.
network-is-founding = Esta sede ha iniciado la red. Existirá cuando todas hayan firmado.
network-is-asking = Esta sede ha pedido entrar, a través de { $it }. La red lo decide.
network-is-active = Esta sede pertenece a la red.
network-is-suspended = La red ha suspendido esta sede: lee lo que se decide y no participa hasta que las demás la restablezcan.
network-desk = Al escritorio del responsable
network-desk-lead = Una red compromete a la sede: funda o entra en una cuando la sede lo haya decidido.
network-found = Fundar una red
network-name = Cómo se llama
network-others = Las otras sedes
network-others-help = Sus identificadores, uno por línea, como @lyon@lyon.example.org. Se pide a cada una que firme.
network-join = Pedir entrar en una red
network-through = Una sede de esa red
network-through-help = Su identificador, como @lyon@lyon.example.org. Un Connector de allí puede entonces proponer admitir a esta sede.
network-agree = Firmar y entrar
network-agree-help = Con su firma, esta sede acepta que sus Connectors decidan junto con los de estas sedes.
network-decline = Rechazar
network-decline-help = Lo que se empezó termina para esta sede. Se puede empezar de nuevo.
network-leave = Salir de la red
network-leave-help = Se avisa a las demás. Lo decidido en común queda, y también su expediente.
network-propose = Proponer algo a la red
network-wants = quiere entrar en la red.
network-propose-admit = Proponer admitirla
network-open = Decisiones abiertas
network-open-none = No hay nada abierto en este momento.
network-past = Decisiones pasadas
network-chapters = Sedes
network-chapter = Sede
network-here = esta sede
network-status-active = activa
network-status-suspended = suspendida
network-status-left = ha salido
network-signed = ha firmado
network-unsigned = aún no ha firmado
network-seats = { $count ->
    [one] { $count } asiento como máximo
   *[other] { $count } asientos como máximo
}
network-heavy = más de un tercio de los asientos
network-not-heard = Sus Connectors aún no se conocen aquí: se le pregunta cuando se abre una decisión.
network-heard = Según dijo el { $it }.
network-roster = { $count ->
    [one] La composición es la de la fundación.
   *[other] La composición ha cambiado: es la número { $count }.
}
network-hosted-by = Alojada por { $it }
network-kept-by = el registro lo lleva ahora { $it }
network-standing-open = abierta
network-standing-counted = contada
network-standing-ratified = ratificada
network-standing-disputed = impugnada
network-standing-unverified = sin verificar
network-now-counted = La sede anfitriona ha contado. Cada sede recuenta ahora; cuando coincidan, queda ratificada.
network-now-ratified = Las sedes han recontado y coinciden: está decidido.
network-now-disputed = Una sede ha comprobado que el recuento no se sostiene. La siguiente toma el relevo y reconstruye el registro con lo que todas guardaron.
network-now-unverified = Ninguna mayoría de sedes ha llegado al mismo resultado a tiempo. No está decidido.
network-counts-at = Lo que fue visto a tiempo aún puede llegar. Se cuenta { $it }.
network-on-its-way = de camino a la sede anfitriona. Tu sede lo reenvía hasta recibir el acuse.
network-seen-by = Visto por { $it }: pueden atestiguar que llegó a tiempo.
network-refused = no fue aceptado. { $it }
network-not-on-roll = No estás en la lista de esta decisión: se fijó al abrirse, con los registros de las sedes.
network-part = Cómo participa cada sede
network-answered = Han respondido
network-recounted = Recuento
network-agrees = coincide
network-disagrees = no coincide
network-not-yet = todavía no
network-voted = ha votado
network-took-part = ha participado
network-delegated = ha delegado su voz
network-voice = Delegar mi voz
network-voice-help = Si se llega a votar, otra persona habla por ti en esta decisión, salvo que votes tú.
network-voice-with = { $it } habla por ti.
network-voice-stands = Has delegado tu voz en la red: si se llega a votar, { $it } habla por ti.
network-voice-out = Nadie: mi voz se queda conmigo en esta decisión, delegue lo que delegue
network-voice-sign = Tu delegación para la red aún no está en esta votación: tu clave está en este dispositivo, que tiene que firmarla.
network-voice-sign-it = Firmarla
network-voice-back = Nadie: hablo por mí
network-trail = Por qué se puede confiar
network-trail-none = Cuando la sede anfitriona haya contado, este nodo lo recontará todo y dirá aquí qué ha mirado.
network-trail-chain = { $count ->
    [one] El registro tiene { $count } entrada.
   *[other] El registro tiene { $count } entradas, cada una enlazada a la anterior: nada puede cambiarse ni omitirse.
}
network-trail-moves = { $count ->
    [one] { $count } intervención, firmada por alguien de la lista.
   *[other] { $count } intervenciones, cada una firmada por alguien de la lista y según las reglas.
}
network-trail-rosters = { $count ->
    [one] Los fundadores de la red han firmado quién pertenece a ella.
   *[other] { $count } composiciones, desde la fundación, cada una basada en una decisión o una firma.
}
network-trail-rests = La composición se apoya en esta decisión, que también puede recontarse: { $it }
network-trail-roll = { $count ->
    [one] { $count } persona podía decidir, según los registros de las sedes.
   *[other] { $count } personas podían decidir, exactamente según los registros de las sedes.
}
network-trail-heads = { $count ->
    [one] La sede anfitriona firmó el registro { $count } vez mientras crecía; encaja.
   *[other] La sede anfitriona firmó el registro { $count } veces mientras crecía; todas encajan.
}
network-trail-receipts = { $count ->
    [one] Se conoce { $count } acuse aquí; lo que acredita está en el registro.
   *[other] Se conocen { $count } acuses aquí; todo lo que acreditan está en el registro.
}
network-trail-outcome = Recontado aquí, el resultado es el mismo: { $it }.
network-tally = El recuento empieza por { $it }. Si todas las sedes muestran estas letras, todas tienen el mismo.
network-warn-silent = { $it } no dijo quiénes son sus Connectors: no tienen asiento en esta decisión.
network-warn-takeover = La primera sede anfitriona falló. { $it } ha reconstruido el registro con lo que todas habían guardado.
network-warn-found = Este nodo encontró algo que no se sostiene: { $it }
network-warn-clock = Un reloj de { $it } va adelantado. Cuenta el de la sede anfitriona.
network-write-new = Proponer algo a la red
network-write-amend = Cambiar el texto
network-write-compete = Proponer otro texto a votación
network-write-lead = Solo lo que concierne a varias sedes. Por consentimiento, queda abierto dos días antes de poder llamar al consentimiento; deciden todos sus Connectors.
network-save-new = Proponer
network-save-amend = Guardar este texto
network-save-compete = Llevar a votación
network-impact = Afecta al presupuesto común o a la marca
network-change = Quién pertenece a la red
network-change-help = Un cambio de las sedes requiere consentimiento o, al votar, dos tercios. Una vez ratificado, cada nodo lo aplica por sí mismo.
network-change-what = Qué cambia
network-change-whom = Qué sede
network-change-seats = Asientos, si cambia su número
network-change-admit = admitir una sede
network-change-suspend = suspender una sede
network-change-restore = reincorporar una sede suspendida
network-change-cap = cambiar el número de sus asientos
network-letter-reason = Has elegido objetar a «{ $it }». Una objeción necesita su razón: hasta que la escribas, te abstienes. Escríbela aquí:
network-chapters-agree = { $count ->
    [one] { $count } sede lo ha recontado y coincide.
   *[other] { $count } sedes lo han recontado y coinciden.
}
network-code-malformed = algo no tiene la forma debida.
network-code-roster-mismatch = la composición no es la de la red.
network-code-roll-hash-mismatch = la lista no es la que dicen los registros.
network-code-policy-hash-mismatch = las reglas no son las acordadas.
network-code-chain-broken = el registro está roto.
network-code-index-gap = falta una entrada en el registro.
network-code-time-regress = algo se ha antedatado.
network-code-object-digest = lo dicho ha sido cambiado.
network-code-not-on-roll = ha hablado alguien que no está en la lista.
network-code-bad-signature = una firma es falsa.
network-code-wrong-version = se refiere a otra versión del texto.
network-code-malformed-choice = no puede decirse así.
network-code-reason-missing = una objeción no tiene razón.
network-code-stale-seq = ya se ha dicho algo posterior.
network-code-late = llegó demasiado tarde.
network-code-refused = las reglas no lo permitían.
network-code-receipted-ballot-missing = falta en el registro algo de lo que la anfitriona dio acuse.
network-code-head-fork = la anfitriona ha mostrado registros distintos a distintas sedes.
network-code-head-mismatch = el registro no es el que la anfitriona había firmado.
network-code-tally-mismatch = el recuento no es lo que dice el registro.
proposal-state-opening = abriéndose
proposal-now-opening = Se pregunta a las sedes quiénes son sus Connectors. Luego se abre.
proposal-state-foreign = De otra versión
proposal-now-foreign = Se toma según una versión del protocolo que este nodo no conoce.
said-network-begun = La red está iniciada. Se pide a las demás que firmen.
said-network-agreed = Firmado. La red existirá cuando todas lo hayan hecho.
said-network-declined = Rechazado.
said-network-asked = Pedido. La red lo decide ahora.
said-network-left = Esta sede ha salido de la red.
said-network-proposed = Propuesto. Todas las sedes pueden leerlo ya.
said-network-said = Firmado. Se lleva a la sede que aloja esta decisión.
act-log-network = la red
act-job-network = Decisiones de la red
act-job-sync-followers = Comparar los seguidores con otro servidor
network-foreign = Esta decisión se toma según la versión { $count } del protocolo: aquí se puede leer, y nada más.
network-foreign-known = Este nodo conoce la versión { $count }.
network-foreign-mend = Para participar, pida a la administración de su sede que actualice el nodo.
network-foreign-old = Se propuso hace dos meses. Lo que resultó se lee donde se tomó.
network-foreign-there = Verla en { $it }
network-widen = Llevarlo a la red
network-widen-help = ¿Concierne también a otras ciudades?
network-key = Dar una clave nueva a la sede
network-key-help = Hazlo si temes que alguien conozca la antigua. Desde ahora la sede firma con la clave nueva, y el registro de la red lo dice. Las decisiones abiertas siguen con la clave con la que empezaron.
said-network-key = La sede firma desde ahora con una clave nueva.
network-roll = Quién decidirá
network-roll-help = Lo que cada sede dice ahora de sus Connectors. Al abrirse la decisión se convierte en el censo, y ya nada lo cambia.
do-challenge = Alguien no debería estar aquí
do-challenge-whom = ¿Quién?
do-challenge-why = ¿Por qué no?
do-challenge-help = Todo el mundo lo lee, con tu nombre. Si la otra sede misma ha firmado que este puesto terminó, la persona queda fuera. Si no, queda como tu duda.
network-challenges = Dudas sobre el censo
network-challenge-proven = demostrado por su propia sede: queda fuera
network-challenge-open = no demostrado
network-warns-challenge = { $it } dejó de lado una duda de esta sede, con su prueba, al congelar el censo.
said-network-challenged = Todas las sedes pueden leer tu duda.
key-title = La clave con la que decides
key-lead = Todo lo que dices en una decisión de varias sedes se firma, para que cualquiera vea que fuiste tú.
key-where = Dónde se guarda
key-on-node = En el nodo de tu sede
key-on-node-help = Puedes decidir desde cualquier navegador o app. Quien lleva el nodo podría firmar en tu nombre, a la vista de todos.
key-on-device = En un navegador tuyo
key-on-device-help = Solo ese navegador puede firmar por ti; el nodo transmite lo que ha firmado. Las apps no pueden. Antes de borrar sus datos, devuelve la clave al nodo.
key-to-device = Guardarla en este navegador
key-to-device-help = Se crea aquí una clave nueva que nunca sale de este navegador. Las decisiones abiertas se enteran.
key-to-node = Volver a decidir con la clave del nodo
key-lost = Este navegador ya no la tiene
key-lost-help = Desde la próxima decisión cuenta tu clave del nodo. En las abiertas, otro Connector de tu sede tiene que responder por ella.
key-lost-do = La clave se ha perdido
key-no-script = Para guardarla en un navegador hace falta uno que cree claves Ed25519 (Firefox 130, Chrome 137, Safari 17 o posterior), con scripts activados.
key-connectors-only = Solo los Connectors deciden entre sedes.
key-elsewhere = La clave con la que decides no está en este navegador.
key-other = Lo que había que firmar no es lo que pulsaste. No se ha firmado nada.
key-locked-out = Esta decisión te conoce por una clave que ya no existe. Pide a otro Connector de tu sede que abra esta página y responda por la nueva.
key-vouch-for = { $it } ha perdido la clave que conoce esta decisión. Puedes responder por la nueva, junto con la sede.
key-vouch = Responder por { $it }
fault-unsigned = Esto tiene que firmarse
said-key-device = Desde ahora este navegador firma lo que decides.
said-key-node = Tu clave del nodo vuelve a firmar lo que decides.
badge-name = Connector de { $it }
badge-criteria = Tres Connectors respondieron por lo que la persona ha hecho, lo que quiere hacer y cómo encaja; después la sede consintió.
badge-take = Llévate tu puesto como Open Badge
error-say-why-in-10-to = Di por qué, en 10 a 2.000 caracteres: las demás sedes lo leen.
error-this-person-is-in-no = Esta persona no está en el registro de ninguna sede.
error-this-chapter-has-challenged-this = Esta sede ya ha impugnado este censo 20 veces.
error-this-is-no-ed25519-key = Esto no es una clave Ed25519 escrita como Multikey.
error-a-key-is-on-a = Ya hay una clave en un dispositivo. Devuélvela antes al nodo.
error-your-key-is-on-the = Tu clave ya está en el nodo.
error-nobody-has-to-vouch-for = Nadie tiene que responder por esa persona en esta decisión.
error-the-key-you-decide-with = La clave con la que decides está en tu dispositivo. Hazlo en el navegador que la tiene.
error-a-network-is-being-founded = Se está fundando una red o uniéndose a ella. Espera a que termine, o retíralo.
error-the-network-has-suspended-this = La red ha suspendido esta sede: no participa hasta que se la restablezca.
error-the-network-is-like-that = La red ya es así, o ya no puede serlo. Retira esta propuesta.
error-this-decision-knows-you-by = Esta decisión te conoce por una clave que ya no existe. Un Connector tiene que responder por la nueva.
error-you-hold-a-seat-of = Ocupas un puesto de otra sede. Muda antes esa cuenta a esta: así lo devuelves.
advice-from-chapters = Nuestra sede pide vuestro consejo; decide sola y lee lo que respondáis.
advice-ask-chapters = Pedir consejo a las demás sedes
said-chapters-asked = Se ha preguntado a las demás sedes. Sus respuestas aparecerán abajo.
error-there-are-no-other-chapters = No hay otras sedes a las que preguntar: esta no pertenece a ninguna red.
error-the-other-chapters-have-been = Ya se ha preguntado a las demás sedes.
error-you-have-moved-less-than = Se ha mudado hace menos de treinta días. A los seguidores no se les manda de un lado a otro: espere hasta entonces.
error-a-time-zone-is-written = Una zona horaria se escribe como Europe/Madrid.

## Publicaciones por carta
act-mail-subscription = Publicaciones, para alguien sin cuenta aquí
act-job-email-subscriptions = Escribir cartas sobre publicaciones nuevas
subscription-legend = Tus publicaciones por correo
subscription-offer = Cualquiera puede recibir por correo mis publicaciones públicas
subscription-offer-chapter = Cualquiera puede recibir por correo lo que la sede dice y difunde
subscription-offer-help = La página lleva entonces un enlace para ello, y a la dirección que alguien dé se le pregunta primero. Ves cuántas personas las reciben, no quiénes son. Mientras esté apagado no se envía nada.
subscription-no-server = Este nodo aún no tiene servidor de correo: hasta entonces no se ofrece nada.
subscription-readers = { $count ->
    [one] Las recibe una persona.
   *[other] Las reciben { $count } personas.
}
subscription-link = Por correo
subscription-title = { $it } por correo
subscription-text = No hace falta ninguna cuenta: lo que { $it } publica para todo el mundo llega a tu dirección, unos minutos después. Cada carta dice cómo terminarlo.
subscription-email = Tu dirección de correo
subscription-ask = Enviarme la carta para confirmarlo
subscription-asked = Si { $it } aún no las recibe, una carta va hacia allí. Llegarán en cuanto digas que sí en ella. Mira también entre lo no deseado.
subscription-no-address = Esto no es una dirección de correo. Es como nombre@ejemplo.org.
subscription-asks-subject = ¿Las publicaciones de { $it } por correo?
subscription-asks = Alguien, seguramente tú, quiere recibir en esta dirección lo que { $it } publica en { $other }. Di que sí en una semana:
subscription-not-you = Si no fuiste tú, no hagas nada: no llegarán más cartas.
subscription-yes = Sí, enviadlas
subscription-subject = Novedades de { $it }
subscription-confirm-sure = Lo que { $it } publica para todo el mundo llegará a { $other }.
subscription-confirm-done = Lo que { $it } publica llega desde ahora a { $other }.
subscription-end-sure = Lo que { $it } publica llega a { $other }. ¿Terminarlo?
subscription-end = Terminarlo
subscription-end-done = Hecho. Lo que { $it } publica ya no llega a { $other }. Se puede volver a pedir cuando sea.
