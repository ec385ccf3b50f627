package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	c := make(chan os.Signal, 2)
	signal.Notify(c, syscall.SIGTERM, os.Interrupt)
	p, _ := os.FindProcess(os.Getpid())
	p.Signal(syscall.SIGTERM)
	select {
	case s := <-c:
		fmt.Println("got", s, s == syscall.SIGTERM, s == os.Interrupt)
		if sig, ok := s.(syscall.Signal); ok {
			fmt.Println(int(sig), syscall.SIGINT)
		}
	case <-time.After(time.Second):
		fmt.Println("timeout")
	}
	signal.Stop(c)
	_, err := os.Open("/none/such")
	var pe *fs.PathError
	fmt.Println(errors.As(err, &pe), pe.Err == syscall.ENOENT, errors.Is(err, syscall.ENOENT), errors.Is(err, syscall.EEXIST))
	var no syscall.Errno
	fmt.Println(errors.As(err, &no), no, no == 2, syscall.Getpid() == os.Getpid())
	fmt.Printf("%T %v %d %v\n", syscall.EPERM, syscall.EPERM, syscall.EPERM, syscall.ETIMEDOUT.Timeout())
	err = exec.Command("sh", "-c", "kill -9 $$").Run()
	var ee *exec.ExitError
	if errors.As(err, &ee) {
		ws, ok := ee.Sys().(interface{ Signaled() bool })
		fmt.Println(err, ok && ws.Signaled())
	}
}
