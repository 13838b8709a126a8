package main

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"time"
)

func serve(ctx context.Context, options options) error {
	fillMemory(options.memoryMB)
	if !sleep(ctx, options.startDelay) {
		return nil
	}
	server := &http.Server{Addr: options.address, Handler: newHandler(options), ReadHeaderTimeout: 10 * time.Second}
	if options.crashAfter > 0 {
		time.AfterFunc(options.crashAfter, func() {
			log.Printf("crashing with %d", options.exitCode)
			os.Exit(options.exitCode)
		})
	}
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		<-ctx.Done()
		log.Printf("told to stop, serving for another %s", options.stopDelay)
		time.Sleep(options.stopDelay)
		drain, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_ = server.Shutdown(drain)
	}()
	log.Printf("listening on %s", options.address)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	<-stopped // requests under way get their answers
	return nil
}

var memory []byte // kept reachable, or it would be freed at once

func fillMemory(megabytes int) {
	memory = make([]byte, megabytes<<20)
	for i := 0; i < len(memory); i += 4096 {
		memory[i] = 1 // a page counts only once it was written to
	}
}

func sleep(ctx context.Context, duration time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(duration):
		return true
	}
}
