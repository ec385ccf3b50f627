package kernel

import "context"

type none struct{}

type infoReply struct {
	Status         string     `json:"status"`
	Protocol       string     `json:"protocol_version"`
	Implementation string     `json:"implementation"`
	Version        string     `json:"implementation_version"`
	Language       Language   `json:"language_info"`
	Banner         string     `json:"banner"`
	HelpLinks      []HelpLink `json:"help_links"`
	Debugger       bool       `json:"debugger"`
	Features       []string   `json:"supported_features"`
}

// kernelInfo is answered on shell and control alike.
func kernelInfo(_ context.Context, r *request, _ none) (any, error) {
	i := r.kernel.info
	return infoReply{
		Status:         "ok",
		Protocol:       ProtocolVersion,
		Implementation: i.Implementation,
		Version:        i.Version,
		Language:       i.Language,
		Banner:         i.Banner,
		HelpLinks:      append([]HelpLink{}, i.HelpLinks...),
		Features:       []string{"kernel subshells"},
	}, nil
}

type connectReply struct {
	Status    string `json:"status"`
	Shell     int    `json:"shell_port"`
	IOPub     int    `json:"iopub_port"`
	Stdin     int    `json:"stdin_port"`
	Heartbeat int    `json:"hb_port"`
	Control   int    `json:"control_port"`
}

// connect is deprecated but cheap.
func connect(_ context.Context, r *request, _ none) (any, error) {
	c := r.kernel.connection
	return connectReply{"ok", c.Shell, c.IOPub, c.Stdin, c.Heartbeat, c.Control}, nil
}

// interrupt stops the running cell. It does not wait for it to end.
func interrupt(_ context.Context, r *request, _ none) (any, error) {
	r.kernel.interruptAll()
	return okReply{"ok"}, nil
}

type shutdownRequest struct {
	Restart bool `json:"restart"`
}

type shutdownReply struct {
	Status  string `json:"status"`
	Restart bool   `json:"restart"`
}

// shutdown tells everybody, and ends the kernel once the reply and idle are out.
func shutdown(_ context.Context, r *request, q shutdownRequest) (any, error) {
	reply := shutdownReply{"ok", q.Restart}
	r.publish("shutdown_reply", reply)
	r.after = r.kernel.stop
	return reply, nil
}
