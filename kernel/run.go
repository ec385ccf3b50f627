package kernel

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
)

// Run is the life of a kernel process: it reads the connection file, serves e until
// a client asks for shutdown, the process is told to terminate, the parent dies or
// ctx is done, and leaves nothing behind. An interrupt from the terminal interrupts
// the running cell and nothing else.
func Run(ctx context.Context, connectionFile string, e Evaluator, info Info, log *slog.Logger) error {
	tuneProcess()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	interrupts, terminations := make(chan os.Signal, 1), make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	signal.Notify(terminations, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(interrupts)
	defer signal.Stop(terminations)

	orphaned := watchParent(ctx)

	c, err := ReadConnection(connectionFile, log)
	if err != nil {
		return err
	}
	k, err := New(c, e, info, log)
	if err != nil {
		return err
	}
	go func() {
		for {
			select {
			case <-interrupts:
				k.interruptAll()
			case s := <-terminations:
				log.Info("terminating", "signal", s.String())
				cancel()
			case <-orphaned:
				log.Info("terminating: the parent process is gone")
				cancel()
				orphaned = nil
			case <-ctx.Done():
				return
			}
		}
	}()
	return k.Serve(ctx)
}
