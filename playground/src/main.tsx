import './nonce';
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import '@fontsource-variable/inter/wght.css';
import '@fontsource/fira-code/latin-400.css';
import './style.css';
import { createRoot } from 'react-dom/client';
import { App } from './parts/App';

const page = document.getElementById('page');
if (page) createRoot(page).render(<App />);
