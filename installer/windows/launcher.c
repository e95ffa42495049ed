/* python.exe of the trial under wine: what python.org's own launcher does, for the python311.dll
   beside it. */
#include <wchar.h>

__declspec(dllimport) int Py_Main(int, wchar_t **);

int wmain(int argc, wchar_t **argv)
{
    return Py_Main(argc, argv);
}
