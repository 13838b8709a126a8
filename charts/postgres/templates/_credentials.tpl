{{/*
The Secret's values, as JSON. A server is made with its first user, password and database and keeps them, so what the
Secret of an earlier revision says is what counts. Called once per rendering: a password is made by chance.
*/}}
{{- define "postgres.credentials" -}}
{{- $earlier := dict }}
{{- with lookup "v1" "Secret" .Release.Namespace .Release.Name }}
  {{- range $key, $value := .data }}
    {{- $_ := set $earlier $key (b64dec $value) }}
  {{- end }}
{{- end }}
{{- $user := .Values.user }}
{{- $database := .Values.database }}
{{- if and $earlier.POSTGRES_USER (or (ne $earlier.POSTGRES_USER $user) (ne $earlier.POSTGRES_DB $database)) }}
  {{- fail (printf "The server was made with database %q of user %q, which values cannot change to %q of %q: give the release another name, or remove it first." $earlier.POSTGRES_DB $earlier.POSTGRES_USER $database $user) }}
{{- end }}
{{- $password := coalesce $earlier.POSTGRES_PASSWORD .Values.password (randAlphaNum 32) }}
{{- $host := include "berth.serviceHost" . }}
{{- $account := printf "%s:%s" (include "postgres.urlPart" $user) (include "postgres.urlPart" $password) }}
{{- dict
  "POSTGRES_USER" $user
  "POSTGRES_PASSWORD" $password
  "POSTGRES_DB" $database
  "PG_HOST" $host
  "PG_PORT" "5432"
  "DATABASE_URL" (printf "postgres://%s@%s:5432/%s" $account $host (include "postgres.urlPart" $database))
  | toJson }}
{{- end }}

{{/* `urlquery` writes a space as +, which means a plus everywhere but in a query. */}}
{{- define "postgres.urlPart" -}}
{{ urlquery . | replace "+" "%20" }}
{{- end }}
