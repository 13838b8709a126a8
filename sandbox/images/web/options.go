package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"time"
)

type options struct {
	address    string
	startDelay time.Duration
	readyAfter time.Duration
	neverReady bool
	crashAfter time.Duration
	exitCode   int
	stopDelay  time.Duration
	memoryMB   int
	showEnv    string
	waitFor    time.Duration
}

func parseOptions(mode string, args []string) (options, error) {
	var parsed options
	flags := flag.NewFlagSet("web "+mode, flag.ContinueOnError)
	flags.StringVar(&parsed.address, "address", ":8080", "address to listen on")
	flags.DurationVar(&parsed.startDelay, "start-delay", 0, "time before it listens")
	flags.DurationVar(&parsed.readyAfter, "ready-after", 0, "time from listening until /healthz answers 200")
	flags.BoolVar(&parsed.neverReady, "never-ready", false, "/healthz always answers 503")
	flags.DurationVar(&parsed.crashAfter, "crash-after", 0, "time after which it ends with -exit-code; 0 is never")
	flags.IntVar(&parsed.exitCode, "exit-code", defaultExitCode(mode), "exit code of a crash, or of wait")
	flags.DurationVar(&parsed.stopDelay, "stop-delay", 0, "time it goes on serving after it was told to stop")
	flags.IntVar(&parsed.memoryMB, "memory-mb", 0, "memory to fill at the start")
	flags.StringVar(&parsed.showEnv, "show-env", "", "environment variables that / shows, separated by commas")
	flags.DurationVar(&parsed.waitFor, "for", time.Second, "how long wait lasts")
	if err := readEnvironment(flags); err != nil {
		return parsed, err
	}
	if err := flags.Parse(args); err != nil {
		return parsed, err
	}
	if flags.NArg() > 0 {
		return parsed, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return parsed, nil
}

func defaultExitCode(mode string) int {
	if mode == "wait" {
		return 0
	}
	return 1
}

func readEnvironment(flags *flag.FlagSet) error {
	var failure error
	flags.VisitAll(func(option *flag.Flag) {
		name := "WEB_" + strings.ToUpper(strings.ReplaceAll(option.Name, "-", "_"))
		value, isSet := os.LookupEnv(name)
		if !isSet || failure != nil {
			return
		}
		if err := flags.Set(option.Name, value); err != nil {
			failure = fmt.Errorf("environment variable %s: value %q: %w", name, value, err)
		}
	})
	return failure
}
