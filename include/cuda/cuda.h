// The driver interface's version and its names for the runtime's handles.
#pragma once
#include "driver_types.h"

#define CUDA_VERSION 13000

typedef cudaStream_t CUstream;
typedef cudaEvent_t CUevent;
typedef cudaGraph_t CUgraph;
typedef cudaGraphExec_t CUgraphExec;
typedef int CUdevice;
typedef unsigned long long CUdeviceptr;
