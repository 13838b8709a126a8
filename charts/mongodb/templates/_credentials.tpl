{{/*
The Secret's values, as JSON. A server is made with its first user, password and database and keeps them, so what the
Secret of an earlier revision says is what counts. Called once per rendering: a password is made by chance.
*/}}
{{- define "mongodb.credentials" -}}
{{- $earlier := dict }}
{{- with lookup "v1" "Secret" .Release.Namespace .Release.Name }}
  {{- range $key, $value := .data }}
    {{- $_ := set $earlier $key (b64dec $value) }}
  {{- end }}
{{- end }}
{{- $user := .Values.user }}
{{- $database := .Values.database }}
{{- if and $earlier.MONGODB_USER (or (ne $earlier.MONGODB_USER $user) (ne $earlier.MONGODB_DATABASE $database)) }}
  {{- fail (printf "The server was made with database %q of user %q, which values cannot change to %q of %q: give the release another name, or remove it first." $earlier.MONGODB_DATABASE $earlier.MONGODB_USER $database $user) }}
{{- end }}
{{- $password := coalesce $earlier.MONGODB_PASSWORD .Values.password (randAlphaNum 32) }}
{{- $host := include "berth.serviceHost" . }}
{{- $account := printf "%s:%s" (include "mongodb.urlPart" $user) (include "mongodb.urlPart" $password) }}
{{- dict
  "MONGODB_USER" $user
  "MONGODB_PASSWORD" $password
  "MONGODB_DATABASE" $database
  "MONGODB_HOST" $host
  "MONGODB_PORT" "27017"
  "MONGODB_URL" (printf "mongodb://%s@%s:27017/%s?authSource=admin" $account $host (include "mongodb.urlPart" $database))
  | toJson }}
{{- end }}

{{/* `urlquery` writes a space as +, which means a plus everywhere but in a query. */}}
{{- define "mongodb.urlPart" -}}
{{ urlquery . | replace "+" "%20" }}
{{- end }}
