"""Models in ONNX Runtime, and before the standard's own checker."""

import onnx
import onnxruntime


def checked(path):
    """Throws where the file is no valid model, or its types contradict those that ONNX infers."""
    onnx.checker.check_model(str(path), full_check=True)


def session(path):
    """ONNX Runtime's, on one thread, silent: what goes wrong is thrown."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
