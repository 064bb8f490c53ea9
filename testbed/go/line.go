// line stands between a machine's port and those who connect to it: bytes arrive late, or connections end in the middle.
//
//	line LISTEN TARGET DELAY [BYTES]   DELAY is each way's; after BYTES, counted in both ways, a connection is reset
package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"sync/atomic"
	"time"
)

type piece struct {
	due   time.Time
	bytes []byte
}

var errCut = errors.New("cut")

func main() {
	delay, err := time.ParseDuration(os.Args[3])
	check(err)
	limit := int64(-1)
	if len(os.Args) > 4 {
		limit, err = strconv.ParseInt(os.Args[4], 10, 64)
		check(err)
	}
	listener, err := net.Listen("tcp", os.Args[1])
	check(err)
	for {
		client, err := listener.Accept()
		check(err)
		go join(client.(*net.TCPConn), os.Args[2], delay, limit)
	}
}

func join(client *net.TCPConn, target string, delay time.Duration, limit int64) {
	opened, err := net.DialTimeout("tcp", target, 10*time.Second)
	if err != nil {
		reset(client)
		return
	}
	server := opened.(*net.TCPConn)
	var passed atomic.Int64
	ends := make(chan error, 2)
	go func() { ends <- pass(client, server, delay, limit, &passed) }()
	go func() { ends <- pass(server, client, delay, limit, &passed) }()
	for range 2 {
		if <-ends != nil {
			reset(client)
			reset(server)
		}
	}
	client.Close()
	server.Close()
}

func pass(from, to *net.TCPConn, delay time.Duration, limit int64, passed *atomic.Int64) error {
	under := make(chan piece, 256)
	read := make(chan error, 1)
	go func() {
		defer close(under)
		for {
			buffer := make([]byte, 32*1024)
			n, err := from.Read(buffer)
			if n > 0 {
				under <- piece{time.Now().Add(delay), buffer[:n]}
			}
			if err != nil {
				read <- err
				return
			}
		}
	}()
	for next := range under {
		time.Sleep(time.Until(next.due))
		if over := passed.Add(int64(len(next.bytes))) - limit; limit >= 0 && over >= 0 {
			to.Write(next.bytes[:max(0, int64(len(next.bytes))-over)])
			from.Close() // its reader ends, and what it still holds is thrown away
			for range under {
			}
			return errCut
		}
		if _, err := to.Write(next.bytes); err != nil {
			from.Close()
			for range under {
			}
			return err
		}
	}
	if err := <-read; !errors.Is(err, io.EOF) {
		return err
	}
	return to.CloseWrite()
}

func reset(connection *net.TCPConn) {
	connection.SetLinger(0)
	connection.Close()
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "line:", err)
		os.Exit(1)
	}
}
