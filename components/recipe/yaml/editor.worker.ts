// A file of our own: the bundler only makes workers of files in the project.
import 'monaco-editor/esm/vs/editor/editor.worker.js';
