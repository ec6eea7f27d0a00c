import { readRecipe } from '../lib/recipe/read-recipe';
import { readDocument } from '../lib/recipe/yaml/document';
import { recipeTemplates } from '../lib/recipe/templates';
import { readDocumentValue } from '../lib/recipe/read-value';
import { createReporter } from '../lib/recipe/report';
import { recipeSchema } from '../lib/recipe/schema';
import { shapeOf } from '../lib/recipe/shape';
import * as YAML from 'yaml';
const y=recipeTemplates[1]!.yaml; console.log(y.length);
function bench(n:string,f:()=>void){for(let i=0;i<15;i++)f(); const ts=[]; for(let i=0;i<30;i++){const t=performance.now(); f(); ts.push(performance.now()-t);} ts.sort((a,b)=>a-b); console.log(n, 'median',ts[15]!.toFixed(2),'min',ts[0]!.toFixed(2));}
bench('read',()=>readRecipe(y));
bench('doc',()=>readDocument(y));
bench('cst',()=>{[...new YAML.Parser().parse(y)]});
bench('lex',()=>{[...new YAML.Lexer().lex(y)]});
const d=readDocument(y); const sh=shapeOf(recipeSchema); let v:any;
bench('walk',()=>{v=readDocumentValue(sh,createReporter(d))});
bench('zod',()=>recipeSchema.parse(v));
