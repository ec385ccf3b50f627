package vec

import "golang.org/x/sys/cpu"

func init() {
	if cpu.X86.HasAVX512F && cpu.X86.HasBMI2 {
		s := &set64
		s.add.kernel, s.sub.kernel, s.mul.kernel, s.div.kernel = addZ, subZ, mulZ, divZ
		s.relu.kernel, s.exp.kernel, s.tanh.kernel, s.sigmoid.kernel = reluZ, expZ, tanhZ, sigmoidZ
		s.sum = sumZ
	}
}
