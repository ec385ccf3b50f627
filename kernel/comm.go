package kernel

import "context"

type commContent struct {
	ID     string         `json:"comm_id"`
	Target string         `json:"target_name"`
	Data   map[string]any `json:"data"`
}

type commInfoReply struct {
	Status string         `json:"status"`
	Comms  map[string]any `json:"comms"`
}

// commInfo lists the open comms: none, as there is no target to open one to.
func commInfo(context.Context, *request, commContent) (any, error) {
	return commInfoReply{"ok", map[string]any{}}, nil
}

// commOpen closes the comm at once, as the protocol asks for unknown targets.
func commOpen(_ context.Context, r *request, c commContent) (any, error) {
	r.kernel.log.Info("comm for an unknown target", "target", c.Target)
	r.publish("comm_close", struct {
		ID   string         `json:"comm_id"`
		Data map[string]any `json:"data"`
	}{c.ID, map[string]any{}})
	return nil, nil
}

// commMessage and commClose concern a comm that is closed on our side.
func commMessage(_ context.Context, r *request, c commContent) (any, error) {
	r.kernel.refuse("message for no comm", "comm", c.ID)
	return nil, nil
}

func commClose(context.Context, *request, commContent) (any, error) { return nil, nil }
