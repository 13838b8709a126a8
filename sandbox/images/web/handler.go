package main

import (
	"encoding/json"
	"log"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/coder/websocket"
)

// What / answers: enough to see which pod answered, how it was reached and what it was given.
type echo struct {
	Hostname string            `json:"hostname"`
	Host     string            `json:"host"`
	Method   string            `json:"method"`
	Path     string            `json:"path"`
	Headers  map[string]string `json:"headers"`
	Env      map[string]string `json:"env"`
}

func newHandler(options options) http.Handler {
	started := time.Now()
	mux := http.NewServeMux()
	mux.HandleFunc("/livez", func(response http.ResponseWriter, _ *http.Request) {
		_, _ = response.Write([]byte("ok\n"))
	})
	mux.HandleFunc("/healthz", func(response http.ResponseWriter, _ *http.Request) {
		if options.neverReady || time.Since(started) < options.readyAfter {
			http.Error(response, "not ready", http.StatusServiceUnavailable)
			return
		}
		_, _ = response.Write([]byte("ok\n"))
	})
	mux.HandleFunc("/ws", echoMessages)
	mux.HandleFunc("/", func(response http.ResponseWriter, request *http.Request) {
		response.Header().Set("Content-Type", "application/json")
		encoder := json.NewEncoder(response)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(describe(request, options.showEnv)); err != nil {
			log.Printf("answering %q: %v", request.URL.Path, err)
		}
	})
	return mux
}

func describe(request *http.Request, showEnv string) echo {
	hostname, _ := os.Hostname()
	headers := map[string]string{}
	for name, values := range request.Header {
		headers[name] = strings.Join(values, ", ")
	}
	environment := map[string]string{}
	for name := range strings.SplitSeq(showEnv, ",") {
		if value, isSet := os.LookupEnv(name); isSet {
			environment[name] = value
		}
	}
	return echo{hostname, request.Host, request.Method, request.URL.Path, headers, environment}
}

// Sends every message back until the other side closes.
func echoMessages(response http.ResponseWriter, request *http.Request) {
	// Any page may connect: it only hears itself.
	connection, err := websocket.Accept(response, request, &websocket.AcceptOptions{InsecureSkipVerify: true})
	if err != nil {
		log.Printf("accepting a WebSocket: %v", err)
		return
	}
	defer func() { _ = connection.CloseNow() }()
	for {
		kind, message, err := connection.Read(request.Context())
		if err != nil {
			return
		}
		if err := connection.Write(request.Context(), kind, message); err != nil {
			return
		}
	}
}
