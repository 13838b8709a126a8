// Command static serves a folder of files the way a single-page application wants it: a path that names no file and has
// no extension is a page of the application, so it gets index.html; a missing asset is an honest 404.
//
//	static [-address :8080] [-folder /srv]
package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"log"
	"mime"
	"net/http"
	"os"
	"os/signal"
	"path"
	"syscall"
	"time"
)

func main() {
	address := flag.String("address", ":8080", "address to listen on")
	folder := flag.String("folder", "/srv", "folder to serve")
	flag.Parse()
	addMissingTypes()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := serve(ctx, *address, *folder); err != nil {
		log.Fatalf("serving %q on %q: %v", *folder, *address, err)
	}
}

func serve(ctx context.Context, address, folder string) error {
	root, err := os.OpenRoot(folder) // a link that leads out of the folder is not followed
	if err != nil {
		return err
	}
	defer root.Close()
	server := &http.Server{Addr: address, Handler: newHandler(root), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		drain, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = server.Shutdown(drain)
	}()
	log.Printf("serving %q on %q", folder, address)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func newHandler(root *os.Root) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(response http.ResponseWriter, _ *http.Request) {
		_, _ = response.Write([]byte("ok\n"))
	})
	mux.HandleFunc("GET /", func(response http.ResponseWriter, request *http.Request) {
		name := path.Clean(request.URL.Path)[1:]
		if !isFile(root, name) && path.Ext(name) == "" {
			name = "index.html"
		}
		serveFile(response, request, root, name)
	})
	return mux
}

func isFile(root *os.Root, name string) bool {
	info, err := root.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

// A file is known by its content, never by its date: files of a reproducible image all bear the same one, so a browser
// that asked "modified since?" would keep the old page after a new image came.
func serveFile(response http.ResponseWriter, request *http.Request, root *os.Root, name string) {
	content, err := root.ReadFile(name)
	if err != nil {
		http.NotFound(response, request)
		return
	}
	response.Header().Set("Cache-Control", "no-cache")
	response.Header().Set("ETag", fmt.Sprintf(`"%x"`, sha256.Sum256(content)))
	http.ServeContent(response, request, name, time.Time{}, bytes.NewReader(content))
}

// Types that Go does not know by itself; an image from scratch has no /etc/mime.types either.
func addMissingTypes() {
	for extension, mediaType := range map[string]string{
		".ico":         "image/x-icon",
		".map":         "application/json",
		".md":          "text/markdown; charset=utf-8",
		".mp4":         "video/mp4",
		".txt":         "text/plain; charset=utf-8",
		".ttf":         "font/ttf",
		".webmanifest": "application/manifest+json",
		".woff":        "font/woff",
		".woff2":       "font/woff2",
	} {
		if err := mime.AddExtensionType(extension, mediaType); err != nil {
			log.Fatalf("adding the type of %q: %v", extension, err)
		}
	}
}
