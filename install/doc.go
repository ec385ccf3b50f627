// Package install makes Jupyter know the gojac kernel, and forget it again.
//
// A kernelspec is a folder kernels/NAME in one of Jupyter's data directories, with a kernel.json that says how to start
// the kernel, and its logos. install writes that folder and nothing else; uninstall removes it again, if it is ours.
//
// Start reading at Main (install.go). dirs.go knows where Jupyter looks on each system, spec.go what goes into the folder,
// logo/ draws the logos. The package imports the standard library only.
package install
