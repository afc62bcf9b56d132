
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
fault-not-found-text = Puede que la página se haya movido o borrado, o que no sea para todo el mundo. La página de inicio del capítulo es un buen lugar para seguir.
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
error-this-node-has-not-been = Este nodo aún no se ha configurado. Su administrador encuentra el enlace en la terminal.
error-this-is-not-the-setup = Este no es el enlace de configuración. Potluck lo muestra en la terminal en cada arranque hasta que el capítulo esté configurado.

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
setup-title = Configura tu capítulo
setup-lead = Unas respuestas, y tu ciudad tiene su lugar en la red.
setup-name = Nombre del capítulo
setup-city = Ciudad
setup-domain = Dominio
setup-domain-help = Figura en cada dirección, como @paris@paris.example.org, y no se puede cambiar después.
setup-try-out = Solo una prueba en esta máquina (sin TLS, otras ciudades no pueden llegar). Desmárcalo para un dominio público.
setup-steward = La primera persona de la administración
setup-found = Fundar el capítulo

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
interact-help = Vale cualquier servidor del fediverso: Mastodon, Misskey, GoToSocial… Miembros de este capítulo:
interact-on = Esto te lleva a { $it }, donde tienes cuenta y puedes seguir o responder.
interact-continue = Seguir en { $it }
interact-no-server = No es el nombre de un servidor. Tiene la forma ejemplo.social o tu@ejemplo.social.
interact-by-hand = O pega esto en el buscador de tu aplicación:

## Home of members
home-following = Siguiendo
home-bookmarks = Guardados
home-favourites = Favoritos
home-empty = Aún no hay nada. Sigue a personas desde la página de miembros o buscando una dirección como @nombre@ciudad.ejemplo, y lo que escriban llegará aquí.
home-chapter-empty = Nadie del capítulo ha publicado aún. Empieza tú.
home-bookmarks-empty = Aún no has guardado nada. Nadie más ve lo que guardas aquí.
home-favourites-empty = Aún no has marcado favoritos.
tag-empty = Nadie que este capítulo conozca ha usado aún esta etiqueta.
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
role-alumni = Veterano
role-steward = Administración
role-supporter-many = Simpatizantes
role-active-many = Miembros activos
role-connector-many = Connectors
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
profile-chapter = El capítulo
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

## The chapter
home-description = { $it }: el capítulo de { $other }.
home-write = Escribir algo
home-follow = Seguir al capítulo
announcement = Anuncio
home-latest = Últimas publicaciones
home-more = Todas las publicaciones del capítulo
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
about-no-rules = El capítulo aún no ha escrito reglas.
about-stewards = Administración
about-stewards-text = Cuidan de este nodo. Escríbeles si algo va mal.
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
privacy-keeps-text = Tu nombre, correo y contraseña (en una forma que nadie puede invertir), tus publicaciones, imágenes, seguimientos, votos y ajustes, y las aplicaciones y navegadores con los que has entrado. Ninguna dirección de tu ordenador, ninguna estadística de lo que lees.
privacy-who = Quién lo ve
privacy-who-text = Publicaciones públicas: todo el mundo. Publicaciones a seguidores: ellos y sus servidores. Cartas: las personas nombradas, sus servidores y quien cuida de un servidor. Guardados, listas, filtros, notas y búsquedas: nadie más.
privacy-servers = Otros servidores
privacy-servers-text = Lo que publicas se envía a los servidores de quienes deben leerlo. Cuando lo borras, se les pide lo mismo. Las imágenes de otros servidores las trae este nodo, para que no sepan qué miras.
privacy-leaving = Irse
privacy-leaving-text = Puedes llevarte lo que escribiste, mudarte a otro servidor y borrar tu cuenta: las tres cosas en los ajustes.
write-more = Aviso de contenido, idioma
