module berth.dev/sandbox/pause

go 1.25
