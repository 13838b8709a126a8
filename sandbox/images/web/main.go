// Command web is a web server that tests can make misbehave.
//
//	web [serve]   answers on :8080 until it is told to stop
//	web wait      does nothing for a while and ends, as a Job does
//
// Each option is a flag or an environment variable: -start-delay or WEB_START_DELAY.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	mode, args := "serve", os.Args[1:]
	if len(args) > 0 && args[0][0] != '-' {
		mode, args = args[0], args[1:]
	}
	options, err := parseOptions(mode, args)
	if err != nil {
		log.Fatalf("reading options: %v", err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, mode, options); err != nil {
		log.Fatalf("running %q: %v", mode, err)
	}
}

func run(ctx context.Context, mode string, options options) error {
	switch mode {
	case "serve":
		return serve(ctx, options)
	case "wait":
		wait(ctx, options)
		return nil
	default:
		return fmt.Errorf("there is no such mode, only serve and wait")
	}
}

func wait(ctx context.Context, options options) {
	log.Printf("waiting for %s", options.waitFor)
	select {
	case <-ctx.Done():
		log.Print("told to stop")
	case <-time.After(options.waitFor):
		log.Printf("leaving with %d", options.exitCode)
		os.Exit(options.exitCode)
	}
}
