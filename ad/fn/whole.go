package fn

import "reflect"

// whole executes the rarer operations on integers and booleans.
func whole(in *ins, n []int64) {
	a, b := n[in.a], n[in.b]
	u, v := uint64(a), uint64(b)
	switch in.op {
	case xQuoN:
		n[in.d] = a / b
	case xRemN:
		n[in.d] = a % b
	case xQuoU:
		n[in.d] = int64(u / v)
	case xRemU:
		n[in.d] = int64(u % v)
	case xAndN:
		n[in.d] = a & b
	case xOrN:
		n[in.d] = a | b
	case xXorN:
		n[in.d] = a ^ b
	case xAndNotN:
		n[in.d] = a &^ b
	case xShlN:
		n[in.d] = shift(in, b, func(c uint64) int64 { return a << c })
	case xShrN:
		n[in.d] = shift(in, b, func(c uint64) int64 { return a >> c })
	case xShrU:
		n[in.d] = shift(in, b, func(c uint64) int64 { return int64(u >> c) })
	case xNegN:
		n[in.d] = -a
	case xComN:
		n[in.d] = ^a
	case xNotN:
		n[in.d] = 1 - a
	case xMinN:
		n[in.d] = min(a, b)
	case xMaxN:
		n[in.d] = max(a, b)
	case xMinU:
		n[in.d] = int64(min(u, v))
	case xMaxU:
		n[in.d] = int64(max(u, v))
	case xEqN:
		n[in.d] = bit(a == b)
	case xNeN:
		n[in.d] = bit(a != b)
	case xLtN:
		n[in.d] = bit(a < b)
	case xLeN:
		n[in.d] = bit(a <= b)
	case xLtU:
		n[in.d] = bit(u < v)
	case xLeU:
		n[in.d] = bit(u <= v)
	default:
		panic("fn: bad instruction")
	}
}

// shift shifts by count, panicking as Go does if a signed count is negative.
func shift(in *ins, count int64, by func(uint64) int64) int64 {
	if in.x == 1 && count < 0 {
		panic(&Error{Func: "shift", Detail: "negative shift amount"})
	}
	return by(uint64(count))
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// toInt converts as compiled Go does on this machine, also where the language leaves the result open.
func toInt(x float64, k reflect.Kind) int64 {
	switch k {
	case reflect.Int8:
		return int64(int8(x))
	case reflect.Int16:
		return int64(int16(x))
	case reflect.Int32:
		return int64(int32(x))
	case reflect.Uint8:
		return int64(uint8(x))
	case reflect.Uint16:
		return int64(uint16(x))
	case reflect.Uint32:
		return int64(uint32(x))
	case reflect.Uint, reflect.Uint64, reflect.Uintptr:
		return int64(uint64(x))
	}
	return int64(x)
}
