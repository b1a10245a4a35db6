"""Makes the pickles of this folder: the same small fold, as every Python and every protocol writes it.

    python2 make.py      python2-protocol{0,1,2}.pkl   a stand-in for NumPy, which pickles as NumPy does
    python3 make.py      the others; needs NumPy

Runs under Python 2.7 and 3. The words are our own.
"""
import gzip
import io
import pickle
import struct
import sys

WORDS = {'<UNK>': 0, 'DIGIT': 1, 'a': 2, "b\\'\n": 3, 'book': 4, 'table': 5, 'at': 6, 'noon': 7}
LABELS = {'O': 0, 'B-thing': 1, 'B-time': 2, 'I-time': 3}
TABLES = {'O': 0, 'tables': 1}
TRAIN = ([[4, 2, 5, 6, 7], [5]], [[0, 0, 1, 0, 0], [1]], [[0, 0, 1, 0, 2], [1]])
VALID = ([[4, 2, 0]], [[0, 0, 0]], [[0, 0, 1]])
TEST = ([[6, 1, 3], [7, 1], [3]], [[0, 0, 0], [0, 0], [0]], [[0, 2, 3], [2, 3], [0]])


def fold(array, words=WORDS):
    def sentences(lists):
        return [array(values) for values in lists]

    return tuple(tuple(sentences(part) for part in one) for one in (TRAIN, VALID, TEST)) + (
        {'words2idx': words, 'labels2idx': LABELS, 'tables2idx': TABLES},)


def write(name, data):
    with io.open(name, 'wb') as stream:
        stream.write(data)


def stand_in():
    """The modules and names that a pickle of NumPy mentions, with the same states as NumPy's."""
    import types

    core = types.ModuleType('numpy.core')
    multiarray = types.ModuleType('numpy.core.multiarray')
    numpy = types.ModuleType('numpy')
    sys.modules.update({'numpy': numpy, 'numpy.core': core, 'numpy.core.multiarray': multiarray})

    def _reconstruct(subtype, shape, datatype):
        raise NotImplementedError

    class dtype(object):
        def __reduce__(self):
            return dtype, ('i4', 0, 1), (3, '<', None, None, None, -1, -1, 0)

    class ndarray(object):
        def __init__(self, values):
            self.values = values

        def __reduce__(self):
            data = struct.pack('<%di' % len(self.values), *self.values)
            return _reconstruct, (ndarray, (0,), 'b'), (1, (len(self.values),), int32, False, data)

    int32 = dtype()
    _reconstruct.__module__ = 'numpy.core.multiarray'
    dtype.__module__ = ndarray.__module__ = 'numpy'
    multiarray._reconstruct = _reconstruct
    numpy.dtype, numpy.ndarray = dtype, ndarray
    return ndarray


def python2():
    import cPickle

    array = stand_in()
    for protocol in (0, 1, 2):
        write('python2-protocol%d.pkl' % protocol, cPickle.dumps(fold(array), protocol))
    write('python2-pure-protocol0.pkl', pickle.dumps(fold(array), 0))


def python3():
    import numpy

    for protocol in range(6):
        write('python3-protocol%d.pkl' % protocol, pickle.dumps(fold(lambda v: numpy.array(v, 'i4')), protocol))

    for name in ('i1', 'u1', '<i2', '>i2', '>u2', '>i4', '<u4', '<i8', '>i8', '<u8'):
        write('type-%s.pkl' % name.replace('<', 'little-').replace('>', 'big-'),
              pickle.dumps(fold(lambda v: numpy.array(v, name)), 4))

    def read_only(values):
        array = numpy.array(values, 'i4')
        array.flags.writeable = False
        return array

    write('plain-lists.pkl', pickle.dumps(fold(list), 2))
    write('tuples-of-scalars.pkl', pickle.dumps(fold(lambda v: tuple(numpy.int32(x) for x in v)), 4))
    write('read-only-protocol5.pkl', pickle.dumps(fold(read_only), 5))
    write('strided-protocol5.pkl', pickle.dumps(fold(lambda v: numpy.repeat(numpy.array(v, 'i4'), 2)[::2]), 5))
    # NumPy 2 writes the same under other module names.
    write('numpy2-names.pkl', pickle.dumps(fold(lambda v: numpy.array(v, 'i4')), 0).replace(b'numpy.core.', b'numpy._core.'))
    write('scalar-indices.pkl', pickle.dumps(fold(list, {word: numpy.int64(i) for word, i in WORDS.items()}), 2))
    write('bytes-names.pkl', pickle.dumps(fold(list, {word.encode(): i for word, i in WORDS.items()}), 2))
    write('without-validation.pkl', pickle.dumps(fold(list)[:1] + fold(list)[2:], 4))
    write('not-ascii.pkl', pickle.dumps(fold(list, dict((u'\u00e9\u20ac\U0001f600' if i == 3 else word, i) for word, i in WORDS.items())), 0))
    write('floats.pkl', pickle.dumps(fold(lambda v: numpy.array(v, 'f4')), 4))
    write('two-dimensions.pkl', pickle.dumps(fold(lambda v: numpy.array([v], 'i4')), 4))
    write('objects.pkl', pickle.dumps(fold(lambda v: numpy.array(v, object)), 4))
    write('compressed.pkl.gz', gzip.compress(pickle.dumps(fold(lambda v: numpy.array(v, 'i4')), 2), mtime=0))


if sys.version_info[0] == 2:
    python2()
else:
    python3()
