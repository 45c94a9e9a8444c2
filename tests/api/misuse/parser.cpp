// The parser of Caffe models.
#include <NvCaffeParser.h>

#include "tests/api/misuse/misuse.h"

namespace ingot::test {
namespace {

using nvcaffeparser1::ICaffeParser;
using nvinfer1::DataType;

constexpr const char* kDeploy = R"(
input: "data" input_shape { dim: 1 dim: 4 dim: 8 dim: 8 }
layer { name: "prob" type: "Softmax" bottom: "data" top: "prob" })";

template <class Body>
std::function<bool(Workshop&)> parser(Body body) {
  return [=](Workshop& w) {
    const std::unique_ptr<ICaffeParser> made(nvcaffeparser1::createCaffeParser());
    made->setErrorRecorder(&w.recorder);
    return body(w, *made);
  };
}

/// A parse of a definition in memory with a model in memory, null for none.
bool refuses(Workshop& w, ICaffeParser& p, const std::string& deploy, const std::string* model,
             DataType type = DataType::kFLOAT) {
  const char* bytes = model == nullptr ? nullptr : model->data();
  const size_t size = model == nullptr ? 0 : model->size();
  return p.parseBuffers(deploy.data(), deploy.size(), bytes, size, *w.other, type) == nullptr;
}

const std::vector<Misuse> kParser = {
    {"definition without a path",
     parser([](Workshop& w, ICaffeParser& p) {
       return p.parse(nullptr, nullptr, *w.other, DataType::kFLOAT) == nullptr;
     }),
     {"Caffe parser", "the path of the prototxt is null"}},
    {"definition that is not there",
     parser([](Workshop& w, ICaffeParser& p) {
       return p.parse("/nowhere/at/all", nullptr, *w.other, DataType::kFLOAT) == nullptr;
     }),
     {"/nowhere/at/all"}},
    {"null as a definition",
     parser([](Workshop& w, ICaffeParser& p) {
       const char* none = nullptr;
       return p.parseBuffers(none, 0, none, 0, *w.other, DataType::kFLOAT) == nullptr;
     }),
     {"the prototxt buffer is null"}},
    {"garbage as a definition",
     parser(
         [](Workshop& w, ICaffeParser& p) { return refuses(w, p, std::string(64, '{'), nullptr); }),
     {"prototxt"}},
    {"garbage as a model",
     parser([](Workshop& w, ICaffeParser& p) {
       const std::string garbage(64, '\xFF');
       return refuses(w, p, kDeploy, &garbage);
     }),
     {"model"}},
    {"unknown layer",
     parser([](Workshop& w, ICaffeParser& p) {
       return refuses(w, p, "layer { name: \"a\" type: \"Nonsense\" top: \"b\" }", nullptr);
     }),
     {"layer 'a'", "Nonsense"}},
    {"bottom that is not there",
     parser([](Workshop& w, ICaffeParser& p) {
       return refuses(w, p, "layer { name: \"a\" type: \"ReLU\" bottom: \"c\" top: \"b\" }",
                      nullptr);
     }),
     {"layer 'a'", "bottom 'c'"}},
    {"model of integers",
     parser([](Workshop& w, ICaffeParser& p) {
       return refuses(w, p, kDeploy, nullptr, DataType::kINT32);
     }),
     {"the weight type must be kFLOAT or kHALF"}},
    {"parsing into a network that has the input",
     parser([](Workshop& w, ICaffeParser& p) {
       w.other->addInput("data", DataType::kFLOAT, dims({1}));
       return refuses(w, p, kDeploy, nullptr);
     }),
     {"there is an input named 'data' already, of 1; expected"}},
    {"mean without a path",
     parser([](Workshop&, ICaffeParser& p) { return p.parseBinaryProto(nullptr) == nullptr; }),
     {"the path of the binaryproto is null"}},
    {"mean that is not there",
     parser([](Workshop&, ICaffeParser& p) {
       return p.parseBinaryProto("/nowhere/at/all") == nullptr;
     }),
     {"/nowhere/at/all"}},
    {"null as the namespace of plugins",
     parser([](Workshop&, ICaffeParser& p) {
       p.setPluginNamespace(nullptr);
       return true;
     }),
     {"the namespace of plugins is null"}},
    {"parsing into null",
     parser([](Workshop&, ICaffeParser& p) {
       return p.parse("/nowhere/at/all", nullptr, null_reference<nvinfer1::INetworkDefinition>(),
                      DataType::kFLOAT) == nullptr;
     }),
     {"Caffe parser", "the network is null"}},
};

INGOT_MISUSES(Parser, kParser);

TEST(Misuse, ALoggerThatThrowsDoesNotBreakTheParser) {
  Log log;
  Recorder recorder;
  {
    Workshop workshop(log, recorder);
    const std::unique_ptr<ICaffeParser> parser(nvcaffeparser1::createCaffeParser());
    parser->setErrorRecorder(&recorder);
    log.throws = recorder.throws = true;
    EXPECT_EQ(parser->parse(nullptr, nullptr, *workshop.other, DataType::kFLOAT), nullptr);
    EXPECT_EQ(log.errors.size(), 1U);
    EXPECT_EQ(recorder.errors.size(), 1U);
  }
  EXPECT_EQ(recorder.references, 0);
}

}  // namespace
}  // namespace ingot::test
