module berth.dev/sandbox/static

go 1.25
