{{- define "mem0.name" -}}
{{- .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "mem0.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "mem0.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{ include "mem0.selector" . }}
{{- end -}}

{{- define "mem0.selector" -}}
app.kubernetes.io/name: {{ include "mem0.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "mem0.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{- define "mem0.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{ .Values.serviceAccount.name | default (include "mem0.fullname" .) }}
{{- else -}}
{{ .Values.serviceAccount.name | default "default" }}
{{- end -}}
{{- end -}}

{{- define "mem0.secret" -}}
{{- if .Values.existingSecret -}}
{{ .Values.existingSecret }}
{{- else -}}
{{- if not .Values.secrets }}{{ fail "Give existingSecret, or secrets for a trial." }}{{ end -}}
{{ include "mem0.fullname" . }}
{{- end -}}
{{- end -}}

{{- define "mem0.ownerSecret" -}}
{{- if .Values.existingOwnerSecret -}}
{{ .Values.existingOwnerSecret }}
{{- else -}}
{{- if not .Values.ownerSecrets }}{{ fail "Give existingOwnerSecret, or ownerSecrets for a trial." }}{{ end -}}
{{ include "mem0.fullname" . }}-owner
{{- end -}}
{{- end -}}

{{/* The address of the pod is a host name too: probes and Prometheus ask for it. */}}
{{- define "mem0.env" -}}
- name: POD_IP
  valueFrom:
    fieldRef: {fieldPath: status.podIP}
{{- range $name, $value := .Values.settings }}
- name: {{ $name }}
  {{- if eq $name "ALLOWED_HOSTS" }}
  value: {{ printf "%s,$(POD_IP)" $value | quote }}
  {{- else }}
  value: {{ $value | quote }}
  {{- end }}
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "mem0.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "mem0.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}

{{- define "mem0.temporary" -}}
- name: temporary
  emptyDir: {medium: Memory, sizeLimit: 256Mi}
{{- end -}}

{{/* Liveness of what has no port: the file it touches every ten seconds. */}}
{{- define "mem0.backgroundProbes" -}}
startupProbe:
  exec: {command: [python3, /app/deploy/healthcheck.py]}
  periodSeconds: 5
  timeoutSeconds: 5
  failureThreshold: 60
livenessProbe:
  exec: {command: [python3, /app/deploy/healthcheck.py]}
  periodSeconds: 20
  timeoutSeconds: 5
  failureThreshold: 3
{{- end -}}

{{- define "mem0.spread" -}}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "mem0.selector" .root | nindent 8 }}
        app.kubernetes.io/component: {{ .component }}
  - maxSkew: 1
    topologyKey: topology.kubernetes.io/zone
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "mem0.selector" .root | nindent 8 }}
        app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "mem0.placing" -}}
{{- with .nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
