// Package nn holds what a network is made of: layers as functions of tensors,
// recurrent cells, attention, losses, initialisers, model files, and some
// layers as modules that hand derivatives on by hand, to be plugged together
// and checked against the engine.
//
// A model is a plain struct of tensors; nothing here has to be implemented by
// it. In a batch the rows are examples, and a linear layer keeps W as outputs
// × inputs. Start with layer.go, then module.go. Package nn imports package
// ad only.
package nn
